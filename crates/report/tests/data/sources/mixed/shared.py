import subprocess, requests
subprocess.Popen(["ls", x], password="one node")
requests.get(x, verify=False,
             password="three findings")
subprocess.Popen(["ls", requests.get(x, verify=False)])
