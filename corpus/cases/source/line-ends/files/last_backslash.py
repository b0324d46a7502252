assert a
\