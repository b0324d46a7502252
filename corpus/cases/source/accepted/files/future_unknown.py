from __future__ import no_such
from __future__ import *
