if x:
 y # nosec B962
