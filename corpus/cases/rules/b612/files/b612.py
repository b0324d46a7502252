import logging.config
import logging.config as lc
from logging import config
from logging.config import listen as hear

logging.config.listen()
logging.config.listen(9999)
logging.config.listen(9999, verify=check)
logging.config.listen(9999, verify=None)
logging.config.listen(9999, check)
logging.config.listen(**options)
logging.config.listen(**{"verify": check})
lc.listen()
config.listen()
hear()
listen()
my.logging.config.listen()
logging.config.listen(
    9999
)
