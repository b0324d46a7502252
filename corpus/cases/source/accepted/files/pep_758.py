try: x
except A, B: y
except (C, D) as e: z
