#!/usr/bin/env python3
"""Starts containers with the engines that are installed here, and looks what Portolan says of their listeners.

usage: test_containers.py PORTOLAN-CLI

Everything runs in namespaces of processes, networks, mounts and control groups of its own, and ends with them. An engine that is
not installed, or that this system does not let start a container, is left out with the reason; so is all where only root could do it, or
there is no busybox to run in a container.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

SERVER = ['/bin/httpd', '-f', '-h', '/www', '-p']

# Limits that this system need not let anybody raise, and controllers that it need not have.
PODMAN_SETTINGS = '''[network]
network_backend = "netavark"
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
pids_limit = 0
[engine]
cgroup_manager = "cgroupfs"
'''


class Skip(Exception):
    """This engine can't be tried, because of what is said."""


def run(*command, timeout=60, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False, **options)
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines() or ['no reason given']
        raise Skip(f'{os.path.basename(command[0])}: {last[-1]}')
    return done.stdout


def find(*programs):
    for program in programs:
        path = shutil.which(program)
        if path is None:
            raise Skip(f'{program} is not installed')
    return path


def read(cli, port, uid=0):
    """The listeners on a port of this namespace's, as a user sees them."""
    command = [cli, 'listeners', '--json', f'port:{port}']
    if uid != 0:
        command = ['setpriv', f'--reuid={uid}', f'--regid={uid}', '--clear-groups', 'env', 'HOME=/tmp', *command]
    for _ in range(50):
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found = [each for each in json.loads(out)['listeners'] if each['namespace'] == 'host']
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f'nothing listens on {port}')


def expect(listeners, runtime, name, evidence):
    for listener in listeners:
        container = listener['container']
        assert container is not None, listener
        assert (container['runtime'], container['name']) == (runtime, name), listener
        assert [owner['evidence'] for owner in listener['owners']] == [evidence], listener


def make_root(folder):
    for name in ('bin', 'proc', 'sys', 'dev', 'tmp', 'etc', 'www', 'run'):
        os.makedirs(f'{folder}/{name}')
    shutil.copy(shutil.which('busybox'), f'{folder}/bin/busybox')
    for name in ('sh', 'httpd', 'sleep'):
        os.symlink('busybox', f'{folder}/bin/{name}')


def start_podman(scratch):
    """Returns the words that every command of podman's begins with."""
    find('podman', 'conmon')
    settings = f'{scratch}/containers.conf'
    with open(settings, 'w', encoding='utf-8') as file:
        file.write(PODMAN_SETTINGS)
    os.environ['CONTAINERS_CONF'] = settings
    runtime = ['--runtime', 'runc'] if shutil.which('runc') else []
    return ['podman', '--root', f'{scratch}/podman', '--runroot', f'{scratch}/podman-run', *runtime]


def test_podman_host(cli, scratch):
    run(*start_podman(scratch), 'run', '-d', '--name', 'ptl-host', '--network', 'host', '--rootfs', f'{scratch}/root',
        *SERVER, '127.0.0.1:7401')
    expect(read(cli, 7401), 'podman', 'ptl-host', 'descriptor')
    expect(read(cli, 7401, uid=65534), 'podman', 'ptl-host', 'control-group')


def test_podman_published(cli, scratch):
    """conmon keeps the port, and the kernel forwards."""
    run(*start_podman(scratch), 'run', '-d', '--name', 'ptl-published', '-p', '127.0.0.1:7402:80', '--rootfs',
        f'{scratch}/root:O', *SERVER, '80')
    expect(read(cli, 7402), 'podman', 'ptl-published', 'proxy')


def test_docker(cli, scratch):
    find('dockerd', 'docker-proxy')
    # Debian's own, which speaks the same version.
    docker = '/usr/bin/docker' if os.path.exists('/usr/bin/docker') else find('docker')
    with open(f'{scratch}/dockerd.log', 'w', encoding='utf-8') as log:
        daemon = subprocess.Popen(['dockerd', '--data-root', f'{scratch}/docker', '--exec-root', f'{scratch}/docker-run', '-H',
                                   'unix:///run/docker.sock', '-p', f'{scratch}/docker.pid', '--storage-driver', 'vfs'],
                                  stdout=log, stderr=log)
    for _ in range(100):
        if os.path.exists('/run/docker.sock') or daemon.poll() is not None:
            break
        time.sleep(0.1)
    run(docker, '-H', 'unix:///run/docker.sock', 'version')
    docker = [docker, '-H', 'unix:///run/docker.sock']
    run('sh', '-c', f'tar -C {scratch}/root -c . | {" ".join(docker)} import - ptl-busybox')
    run(*docker, 'run', '-d', '--name', 'ptl-published', '-p', '127.0.0.1:7403:80', '--ulimit', 'nofile=1024', 'ptl-busybox',
        *SERVER, '80')
    run(*docker, 'run', '-d', '--name', 'ptl-host', '--network', 'host', '--ulimit', 'nofile=1024', 'ptl-busybox', *SERVER, '7404')
    listeners = read(cli, 7403)
    expect(listeners, 'docker', 'ptl-published', 'proxy')
    assert all(each['forwards_to'].endswith(':80') for each in listeners), listeners
    expect(read(cli, 7404), 'docker', 'ptl-host', 'descriptor')
    # The engine's socket is not for everybody, so the name stays unknown.
    expect(read(cli, 7404, uid=65534), 'docker', None, 'control-group')


def test_lxc(cli, scratch):
    find('lxc-start')
    os.makedirs(f'{scratch}/lxc/ptl-lxc')
    with open(f'{scratch}/lxc/ptl-lxc/config', 'w', encoding='utf-8') as file:
        file.write(f'lxc.rootfs.path = dir:{scratch}/root\nlxc.uts.name = ptl-lxc\nlxc.net.0.type = none\n'
                   f'lxc.init.cmd = {" ".join(SERVER)} 7405\nlxc.apparmor.profile = unconfined\n')
    run('lxc-start', '-P', f'{scratch}/lxc', '-n', 'ptl-lxc', '-d')
    expect(read(cli, 7405), 'lxc', 'ptl-lxc', 'descriptor')
    expect(read(cli, 7405, uid=65534), 'lxc', 'ptl-lxc', 'control-group')


def enter_control_groups():
    """One hierarchy of version 2, as most systems have it, and nothing above our own group."""
    subprocess.run(['umount', '-R', '/sys/fs/cgroup'], check=False, capture_output=True)
    run('mount', '-t', 'cgroup2', 'none', '/sys/fs/cgroup')
    # A group that has processes can have no controllers for those below it.
    os.mkdir('/sys/fs/cgroup/leaf')
    with open('/sys/fs/cgroup/leaf/cgroup.procs', 'w', encoding='ascii') as file:
        file.write('0')


def inside(cli, scratch):
    tests = [test_podman_host, test_podman_published, test_docker, test_lxc]
    run('ip', 'link', 'set', 'lo', 'up')
    run('mount', '-t', 'tmpfs', 'none', '/run')
    # What engines write beside what they are told stays in memory.
    for folder in ('etc', 'var'):
        os.makedirs(f'/run/over/{folder}/upper')
        os.makedirs(f'/run/over/{folder}/work')
        subprocess.run(['mount', '-t', 'overlay', 'none', '-o', f'lowerdir=/{folder},upperdir=/run/over/{folder}/upper,'
                        f'workdir=/run/over/{folder}/work', f'/{folder}'], check=False, capture_output=True)
    enter_control_groups()
    make_root(f'{scratch}/root')
    print(f'1..{len(tests)}')
    status = 0
    for i, test in enumerate(tests, 1):
        name = f'/host/containers/{test.__name__[5:].replace("_", "-")}'
        try:
            test(cli, scratch)
            print(f'ok {i} {name}', flush=True)
        except (Skip, subprocess.TimeoutExpired) as reason:
            print(f'ok {i} {name} # SKIP {reason}', flush=True)
        except AssertionError as error:
            print(f'not ok {i} {name}\n# {error}', flush=True)
            status = 1
    return status


def remove_group(folder):
    for parent, children, _ in os.walk(folder, topdown=False):
        for child in children:
            os.rmdir(os.path.join(parent, child))
    os.rmdir(folder)


def skip_all(reason):
    print(f'1..0 # SKIP {reason}')
    return 0


def outside(cli):
    if os.getuid() != 0 or shutil.which('busybox') is None or shutil.which('unshare') is None:
        return skip_all('Only root can start containers here, and a static busybox is what runs in them.')

    hierarchy = next((each for each in ('/sys/fs/cgroup/unified', '/sys/fs/cgroup') if os.path.exists(f'{each}/cgroup.procs')), None)
    if hierarchy is None:
        return skip_all('There are no control groups of version 2.')

    scratch = tempfile.mkdtemp(prefix='portolan-')
    os.chmod(scratch, 0o755)
    group = f'{hierarchy}/portolan-test-{os.getpid()}'
    try:
        os.mkdir(group)
    except OSError as error:
        os.rmdir(scratch)
        return skip_all(f'Control groups can’t be made here: {error.strerror}')

    def join():
        with open(f'{group}/cgroup.procs', 'w', encoding='ascii') as file:
            file.write('0')

    done = subprocess.run(['unshare', '--net', '--mount', '--cgroup', '--pid', '--fork', '--kill-child', '--mount-proc', sys.executable,
                           os.path.abspath(__file__), cli, scratch], preexec_fn=join, check=False)
    for _ in range(50):
        try:
            remove_group(group)
            break
        except OSError:
            # What the last process of the namespace left behind is still ending.
            time.sleep(0.1)
    shutil.rmtree(scratch, ignore_errors=True)
    return done.returncode


if __name__ == '__main__':
    cli_path = os.path.abspath(sys.argv[1])
    sys.exit(inside(cli_path, sys.argv[2]) if len(sys.argv) > 2 else outside(cli_path))
