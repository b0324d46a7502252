client.set_missing_host_key_policy(AutoAddPolicy)

import paramiko
from paramiko import client, AutoAddPolicy as Trusting, WarningPolicy

client.set_missing_host_key_policy(paramiko.AutoAddPolicy)
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
client.set_missing_host_key_policy(paramiko.client.WarningPolicy)
client.set_missing_host_key_policy(paramiko.client.WarningPolicy(1))
client.set_missing_host_key_policy(AutoAddPolicy)
client.set_missing_host_key_policy(WarningPolicy())
client.set_missing_host_key_policy(Trusting())
client.set_missing_host_key_policy(paramiko.RejectPolicy)
client.set_missing_host_key_policy("AutoAddPolicy")
client.set_missing_host_key_policy(policies["AutoAddPolicy"])
client.set_missing_host_key_policy(policies[0]())
client.set_missing_host_key_policy(get()())
client.set_missing_host_key_policy(get().AutoAddPolicy())
client.set_missing_host_key_policy(AutoAddPolicy()())
client.set_missing_host_key_policy(policy=AutoAddPolicy)
client.set_missing_host_key_policy()
client.set_missing_host_key_policy(*[AutoAddPolicy])
client.set_missing_host_key_policy(other, AutoAddPolicy)
client.set_missing_host_key_policy(AutoAddPolicy, set_missing_host_key_policy=1)
client.set_missing_host_key_policy(AutoAddPolicy,
    set_missing_host_key_policy=
    1)
client.set_missing_host_key_policy(lambda: AutoAddPolicy)
set_missing_host_key_policy(AutoAddPolicy)
self.client.set_missing_host_key_policy(
    paramiko
    .AutoAddPolicy
)
