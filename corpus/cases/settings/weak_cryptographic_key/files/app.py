from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from Crypto.PublicKey import RSA
rsa.generate_private_key(3, 4096)
rsa.generate_private_key(3, 2048)
dsa.generate_private_key(3000)
ec.generate_private_key(ec.SECP256R1)
ec.generate_private_key(ec.SECT163K1)
RSA.generate(3000)
