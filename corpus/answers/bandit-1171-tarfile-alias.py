# issue: PyCQA/bandit#1171
# about: A class imported from tarfile unpacks as the module's function does
# bandit: none
# stockade: B202:9
from tarfile import TarFile


def unpack(upload, target):
    TarFile.open(upload).extractall(target)
