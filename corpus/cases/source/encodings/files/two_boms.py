﻿assert x
