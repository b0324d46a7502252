RawSQL(x)

from django.db.models import expressions
from django.db.models.expressions import RawSQL as Raw, RawSQL

RawSQL("select 1", [])
RawSQL("select %s" % x, [])
RawSQL("select " + x, [])
RawSQL("select {}".format(x), [])
RawSQL(f"select", [])
RawSQL("select" "1", [])
RawSQL(b"select", [])
RawSQL(x)
RawSQL(None)
RawSQL(*x)
RawSQL(sql="select", params=[])
RawSQL(sql=x)
RawSQL(params=[], sql="a" + b)
RawSQL()
RawSQL(params=[])
RawSQL(**x)
RawSQL(**{"sql": x})
Raw(x)
expressions.RawSQL(x)
get()().RawSQL(x)
self.RawSQL("x")
RawSQLs(x)
RawSQL(
    sql=
    x
)
