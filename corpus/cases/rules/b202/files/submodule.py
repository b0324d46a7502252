import tarfile.sub, tarfile as tf

tf.open("x").extractall()
