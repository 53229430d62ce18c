#!/usr/bin/env python3
"""Whole commands beside those of other programs, in turn, in one run: what a user waits for.

    benchmarks/Commands/commands.py [--rounds N] [--before DIR] [ROW...]           (rows by a part of their name, or resting)

--before is a folder with the helios and heliosd to compare with, such as those of an older commit. Needs root. What is not
installed is left out and named. Every row is measured A B C A B C; the table has medians, the best of all rounds (which a busy
machine disturbs least), processor time of the command and its children, and the ratio of medians to the first column.
"""
import argparse, json, os, resource, shutil, signal, statistics, subprocess, sys, tempfile, time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAMS = os.path.join(TOP, 'artifacts', 'programs')
FLEET = 1000
IDLE_SECONDS = 20
REST_SECONDS = 20    # until the daemon has given back what the starts took


def have(name):
    return shutil.which(name) is not None


def run(words, env=None):
    """Wall and processor milliseconds of one command, with what it starts."""
    null = os.open('/dev/null', os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    before = time.perf_counter()
    child = os.posix_spawnp(words[0], words, env or os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - before
    os.close(null)
    if status:
        raise SystemExit(f'{" ".join(words)}: ended with {os.waitstatus_to_exitcode(status)}')
    return wall * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3


class Daemon:
    """A heliosd on a socket of its own."""

    def __init__(self, folder, *arguments):
        self.folder = tempfile.mkdtemp(prefix='helios-commands-')
        self.socket = os.path.join(self.folder, 's')
        self.env = {**os.environ, 'HELIOS_SOCKET': self.socket, 'HELIOS_DAEMON': os.path.join(folder, 'heliosd')}
        self.helios = os.path.join(folder, 'helios')
        self.start_ms = None
        self.process = self.start(folder, arguments)

    def start(self, folder, arguments):
        read, write = os.pipe()
        os.set_inheritable(write, True)
        begin = time.perf_counter()
        process = subprocess.Popen([os.path.join(folder, 'heliosd'), '--socket', self.socket, '--ready-fd', str(write), *arguments],
                                   pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        if os.read(read, 1) != b'\n':
            raise SystemExit(f'{folder}/heliosd did not start')
        self.start_ms = (time.perf_counter() - begin) * 1e3
        os.close(read)
        return process

    def do(self, *words):
        subprocess.run([self.helios, *words], env=self.env, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def processor_ms(self):
        with open(f'/proc/{self.process.pid}/stat') as stat:
            fields = stat.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf('SC_CLK_TCK')

    def memory(self):
        """RSS and its anonymous part, MiB."""
        with open(f'/proc/{self.process.pid}/status') as status:
            lines = dict(line.split(':', 1) for line in status)
        return [int(lines[key].split()[0]) / 1024 for key in ('VmRSS', 'RssAnon')]

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def fleet_file(folder, count):
    path = os.path.join(folder, 'fleet.hocon')
    with open(path, 'w') as file:
        file.write(f'containers {{ x {{ command = [sleep, inf], backend = simulated, replicas = {count} }} }}\n')
    return path


def root_folder(folder):
    """A root directory with a static busybox in it."""
    root = os.path.join(folder, 'root')
    for part in ('bin', 'proc', 'sys', 'dev', 'etc', 'tmp', 'run', 'root'):
        os.makedirs(os.path.join(root, part))
    shutil.copy(shutil.which('busybox'), os.path.join(root, 'bin', 'busybox'))
    for applet in ('true', 'sh', 'sleep'):
        os.symlink('busybox', os.path.join(root, 'bin', applet))
    return root


def bundle(folder, root, name, limits):
    """A bundle of the OCI for runc and crun: what `runc spec` writes, without a terminal."""
    path = os.path.join(folder, name)
    if os.path.isdir(path):
        return path
    os.makedirs(path)
    subprocess.run(['runc', 'spec'], cwd=path, check=True)
    with open(os.path.join(path, 'config.json')) as file:
        config = json.load(file)
    config['process'].update(terminal=False, args=['/bin/true'])
    config['root'] = {'path': root, 'readonly': False}
    if limits:
        config['linux']['resources'].update(memory={'limit': 64 << 20}, cpu={'quota': 100000, 'period': 100000}, pids={'limit': 50})
    with open(os.path.join(path, 'config.json'), 'w') as file:
        json.dump(config, file)
    return path


def works(words):
    return subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


class Names:
    """Names that no round has had."""
    count = 0

    def __call__(self):
        Names.count += 1
        return f'bench-{os.getpid()}-{Names.count}'


def rows(arguments, folder):
    """Each row: its name and its contestants, each a function that makes the command lines of one round."""
    fresh = Names()
    homes = {'helios': PROGRAMS, **({'before': arguments.before} if arguments.before else {})}
    root = root_folder(folder)
    closing = []

    def helios(*words):
        return {name: (lambda home=home: [([os.path.join(home, 'helios'), *words], None)]) for name, home in homes.items()}

    def with_daemons(words, prepare=None, *options):
        contestants = {}
        for name, home in homes.items():
            daemon = Daemon(home, *options)
            closing.append(daemon)
            if prepare:
                prepare(daemon)
            contestants[name] = lambda daemon=daemon: [([daemon.helios, *line], daemon.env) for line in words()]
        return contestants

    def peers(**candidates):
        found = {}
        for name, (probe, lines) in candidates.items():
            if have(name.split(' ')[0]) and works(probe):
                found[name] = lines
            else:
                print(f'left out: {name} (not installed, or it does not run here)', file=sys.stderr)
        return found

    def oci(limits):
        if not have('runc'):
            return {}
        path = bundle(folder, root, 'limits' if limits else 'plain', limits)
        return peers(**{tool: ([tool, 'run', '-b', path, fresh()], lambda tool=tool: [([tool, 'run', '-b', path, fresh()], None)]) for tool in ('runc', 'crun')})

    def podman(*words):
        line = ['podman', 'run', '--rm', '--cgroups=disabled', '--network=none', *words, '--rootfs', root, '/bin/true']
        return peers(podman=(line, lambda: [(line, None)]))

    def bwrap(*words):
        line = ['bwrap', '--unshare-all', *words]
        return peers(bwrap=(line, lambda: [(line, None)]))

    yield 'version', {**helios('version'), **peers(docker=(['docker', '--version'], lambda: [(['docker', '--version'], None)]))}
    yield 'run -- true', {**helios('run', '--', 'true'), **bwrap('--dev-bind', '/', '/', 'true'), **oci(False), **podman()}
    yield 'run --root DIR', {**helios('run', '--root', root, '--', '/bin/true'), **bwrap('--bind', root, '/', '--proc', '/proc', '--dev', '/dev', '/bin/true'), **oci(False)}
    yield 'run with limits', {**helios('run', '--root', root, '--memory', '64M', '--cpus', '1', '--pids-limit', '50', '--', '/bin/true'), **oci(True)}
    yield 'ps, none', {**with_daemons(lambda: [['ps']]), **peers(podman=(['podman', 'ps'], lambda: [(['podman', 'ps'], None)]))}
    close(closing)
    yield f'ps, {FLEET}', with_daemons(lambda: [['ps']], lambda daemon: daemon.do('up', '-q', '--config', fleet_file(daemon.folder, FLEET)))
    close(closing)
    box = lambda daemon: daemon.do('run', '-d', '--name', 'box', '--root', root, '--', '/bin/sleep', '100000')
    contestants = with_daemons(lambda: [['exec', 'box', '/bin/true']], box)
    if have('podman'):
        name = fresh()
        subprocess.run(['podman', 'run', '-d', '--cgroups=disabled', '--network=none', '--name', name, '--rootfs', root, '/bin/sleep', '100000'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        contestants.update(peers(podman=(['podman', 'exec', name, '/bin/true'], lambda: [(['podman', 'exec', name, '/bin/true'], None)])))
    yield 'exec', contestants
    if have('podman'):
        subprocess.run(['podman', 'rm', '-f', '-t', '0', name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    close(closing)

    def start_and_remove():
        box = fresh()
        return [['run', '-d', '--name', box, '--root', root, '--', '/bin/sleep', '100000'], ['rm', '-f', box]]

    yield 'run -d, rm -f', with_daemons(start_and_remove)
    close(closing)


def resting(homes):
    """A daemon with containers that rest: what each costs, what the daemon does meanwhile, and whether all of them go down at once, every time."""
    print(f'\n| daemon | KiB a container of {FLEET} | of a core, idle, % | down of {FLEET}: done | median, ms |\n| --- | --- | --- | --- | --- |')
    for name, home in homes.items():
        daemon = Daemon(home)
        time.sleep(1)
        empty = daemon.memory()[0]
        daemon.do('up', '-q', '--config', fleet_file(daemon.folder, FLEET))
        time.sleep(REST_SECONDS)
        each = (daemon.memory()[0] - empty) * 1024 / FLEET
        before, begin = daemon.processor_ms(), time.perf_counter()
        time.sleep(IDLE_SECONDS)
        idle = (daemon.processor_ms() - before) / (time.perf_counter() - begin) / 10
        daemon.close()
        downs = []
        for _ in range(20):
            daemon = Daemon(home)
            daemon.do('up', '-q', '--config', fleet_file(daemon.folder, FLEET))
            begin = time.perf_counter()
            try:
                subprocess.run([daemon.helios, 'down'], env=daemon.env, check=True, timeout=60, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                downs.append((time.perf_counter() - begin) * 1e3)
            except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
                pass
            daemon.close()
        print(f'| {name} | {each:.1f} | {idle:.2f} | {len(downs)} of 20 | {statistics.median(downs):.0f} |', flush=True)


def close(daemons):
    while daemons:
        daemons.pop().close()


def size(folder):
    return sum(os.lstat(os.path.join(path, name)).st_size for path, _, names in os.walk(folder) for name in names)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rounds', type=int, default=40)
    parser.add_argument('--before')
    parser.add_argument('rows', nargs='*')
    arguments = parser.parse_args()
    for name, argument in (('helios', 'version'), ('heliosd', '--version')):
        subprocess.run([os.path.join(TOP, name), argument], check=True, stdout=subprocess.DEVNULL)
    print('| command | program | median, ms | best, ms | processor, ms | ratio |\n| --- | --- | --- | --- | --- | --- |')
    with tempfile.TemporaryDirectory(prefix='helios-commands-') as folder:
        for row, contestants in rows(arguments, folder):
            if arguments.rows and not any(word in row for word in arguments.rows):
                continue
            taken = {name: [] for name in contestants}
            for turn in range(arguments.rounds + 3):
                for name, lines in contestants.items():
                    times = [run(words, env) for words, env in lines()]
                    if turn >= 3:
                        taken[name].append((sum(wall for wall, _ in times), sum(work for _, work in times)))
            first = None
            for name, times in taken.items():
                walls, work = [wall for wall, _ in times], [work for _, work in times]
                median = statistics.median(walls)
                first = first or median
                print(f'| {row} | {name} | {median:.1f} | {min(walls):.1f} | {statistics.median(work):.1f} | {median / first:.2f} |', flush=True)
    homes = {'helios': PROGRAMS, **({'before': arguments.before} if arguments.before else {})}
    if not arguments.rows or 'resting' in arguments.rows:
        resting(homes)
    if arguments.rows:
        return
    starts, memory = {name: [] for name in homes}, {}
    for _ in range(15):
        for name, home in homes.items():
            daemon = Daemon(home)
            starts[name].append(daemon.start_ms)
            time.sleep(0.5)
            memory[name] = daemon.memory()
            daemon.close()
    print('\n| daemon | start to ready, median ms | best, ms | RSS, MiB | of it anonymous, MiB |\n| --- | --- | --- | --- | --- |')
    for name in homes:
        rss, anonymous = memory[name]
        print(f'| {name} | {statistics.median(starts[name]):.1f} | {min(starts[name]):.1f} | {rss:.1f} | {anonymous:.1f} |')
    shipped = sum(os.path.getsize(os.path.join(PROGRAMS, name)) for name in ('helios', 'heliosd'))
    print(f'\nshipped: {shipped / 1e6:.1f} MB' + (f', before {size(os.path.realpath(arguments.before)) / 1e6:.1f} MB' if arguments.before else ''))


main()
