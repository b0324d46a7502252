from . import tarfile

tarfile.open("x").extractall()
