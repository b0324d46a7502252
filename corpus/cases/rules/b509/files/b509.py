from pysnmp.hlapi import UsmUserData
from pysnmp import hlapi as h

UsmUserData()
UsmUserData("name")
UsmUserData("name", "auth")
UsmUserData("name", "auth", "priv")
UsmUserData("name", "auth", "priv", 4)
UsmUserData("name", authKey="auth", privKey="priv")
UsmUserData(*arguments)
UsmUserData("name", *arguments)
UsmUserData("name", "auth", *arguments)
UsmUserData(**options)
h.UsmUserData("name")
hlapi.UsmUserData("name")
UsmUserData(
    "name",
    UsmUserData=
    1,
)
