#!/usr/bin/env python3
"""How long from exec to the prompt, at a pseudo-terminal. usage: prompt.py PATH-OF-NATIVE-HELIOS-SHELL [ROUNDS]"""
import os, pty, select, statistics, sys, tempfile, time

def once(program, arguments, home):
    environment = {'PATH': os.environ['PATH'], 'TERM': 'xterm', 'HOME': home, 'PS1': 'ready> '}
    start = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(program, arguments, environment)
    seen = b''
    while b'ready> ' not in seen:
        select.select([terminal], [], [])
        seen += os.read(terminal, 4096)
    taken = time.perf_counter() - start
    os.kill(pid, 9)
    os.close(terminal)
    os.waitpid(pid, 0)
    return taken * 1000

ours = sys.argv[1]
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 25
shells = {'dash': ('/bin/dash', ['dash', '-i']), 'bash': ('/bin/bash', ['bash', '--norc', '-i']), 'helios-shell': (ours, ['helios-shell'])}
times = {name: [] for name in shells}
with tempfile.TemporaryDirectory() as home:
    for _ in range(rounds):
        for name, (program, arguments) in shells.items():
            times[name].append(once(program, arguments, home))
for name, taken in times.items():
    print(f'{name:13} median {statistics.median(taken):6.1f} ms   best {min(taken):6.1f} ms')
