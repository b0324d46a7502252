from pysnmp.hlapi import *
from pysnmp.hlapi import CommunityData
import pysnmp.hlapi as api
import pysnmp.hlapi

CommunityData("public", mpModel=0)
CommunityData("public", mpModel=1)
CommunityData("public", mpModel=2)
CommunityData("public", mpModel=False)
CommunityData("public", mpModel=True)
CommunityData("public", mpModel=0.0)
CommunityData("public", mpModel=1.0)
CommunityData("public", mpModel=0j)
CommunityData("public", mpModel=1 + 0j)
CommunityData("public", mpModel="0")
CommunityData("public", mpModel=None)
CommunityData("public", mpModel=model)
CommunityData("public", mpModel=-0)
CommunityData("public", mpModel=[])
CommunityData("public", 0)
CommunityData("public")
CommunityData()
CommunityData(**options)
CommunityData("public", mpModel=0, **options)
api.CommunityData("public", mpModel=0)
pysnmp.hlapi.CommunityData("public", mpModel=1)
pysnmp.hlapi.asyncio.CommunityData("public", mpModel=1)
hlapi.CommunityData("public", mpModel=1)
CommunityData("public", mpModel=0x0)
CommunityData("public",
    mpModel=
    1,
    CommunityData=2)
