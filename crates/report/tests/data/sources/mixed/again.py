import pickle, subprocess
import telnetlib
from ftplib import FTP

password = "it's \"bold\" and more: é \U0001f600"
password = "twice"
password = "twice"
token = "line\n\nbreak and a very long value that goes on until it has to be folded by whoever folds at eighty"
secret = "tab\there"
assert password == 'x', "short <b>&amp;</b>"


def load(data, host="0.0.0.0"):
    try:
        return pickle.loads(data), eval("__import__('os').system('rm -rf /tmp/' + data)"), open("/tmp/out", "w")
    except Exception:
        pass


def query(db, user, flag=False):
    db.execute("SELECT * FROM users WHERE name = '%s'" % user)
    return subprocess.check_output("ls /tmp | wc -l; echo " + user, shell=True), exec(user)
