# coding: base64
eA==
