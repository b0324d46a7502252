pickle.loads(x)
pickle.load(x)
pickle.Unpickler(x)
dill.loads(x)
dill.load(x)
dill.Unpickler(x)
shelve.open(x)
shelve.DbfilenameShelf(x)
jsonpickle.decode(x)
jsonpickle.unpickler.decode(x)
jsonpickle.unpickler.Unpickler(x)
pandas.read_pickle(x)
self.pandas.read_pickle(x)
pandas.read_pickle.more(x)
pandas.read_pickle
map(pandas.read_pickle, xs)
(pandas.read_pickle)(x)
pandas.read_pickle(x)(y)
pandas.read_pickle(x)[0].attribute
pandas.read_pickle(*x, **y)
pandas.read_pickle(pandas.read_pickle(x), key=pandas.read_pickle(y))
pandas.read_pickle(
    x,
    y=1,
)
importlib.import_module("pandas.read_pickle")
__import__("pandas.read_pickle")
importlib.import_module(pandas.read_pickle)
pickle.dumps(x)
cPickle.loads(x)
pickle.Pickler(x)
shelve.Shelf(x)
pandas.DataFrame.read_pickle(x)
_pickle.loads(x)
joblib.load(x)
@pandas.read_pickle
def decorated():
    return pandas.read_pickle(x) if pandas.read_pickle(y) else [pandas.read_pickle(z) for z in pandas.read_pickle(w)]


@pandas.read_pickle(x)
async def awaited(default=pandas.read_pickle(x)):
    await pandas.read_pickle(x)


class Sub(pandas.read_pickle): pass
class Called(pandas.read_pickle(x)): pass

read_pickle(x)


def scope():
    from pandas import read_pickle

    read_pickle(x)


read_pickle(x)

from pandas import read_pickle as renamed

renamed(x)
renamed.read_pickle(x)

import pandas as module

module.read_pickle(x)
module.other.read_pickle(x)

from .pandas import read_pickle as relative

relative(x)

from pandas import *

read_pickle(x)
