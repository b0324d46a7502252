from tarfile import open, TarFile

TarFile("x").extractall()
