using System.Net;
using System.Net.Sockets;
using System.Text;
using Helios.Allocator;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Fleets.Tests;
using Helios.Linux;
using static Helios.Supervisor.ContainerProtocol;

namespace Helios.Supervisor.Tests;

/// <summary>The same supervisor over real containers. Needs namespaces; skipped with the reason elsewhere.</summary>
public class RealFleetSpecs
{
    [Fact]
    public async Task A_fleet_starts_in_order_answers_and_stops_without_a_trace()
    {
        await using RealFleet real = new();
        (string db, string web) = (RealFleet.Name("db"), RealFleet.Name("web"));
        FleetProtocol.Applied applied = await real.ApplyAsync($$"""
            containers {
              {{web}} { command = [sh, -c, "echo hello; exec sleep 1000"], requires { {{db}} = ready }, stop-grace = 200ms }
              {{db}} { command = [sh, -c, "sleep 0.2; echo >&3; exec sleep 1000"], readiness = newline, stop-grace = 200ms }
            }
            """);
        Assert.Empty(applied.Failures);
        ContainerStatus first = await real.StatusAsync(db);
        ContainerStatus second = await real.StatusAsync(web);
        Assert.True(first.Ready && second.Ready);
        Assert.True(second.StartedAt > first.StartedAt!.Value.AddMilliseconds(150));
        Assert.Equal($"{web} {db}", string.Join(' ', (await real.AskAsync<FleetProtocol.Stopped>(new FleetProtocol.Down("test", []))).Order));
        Assert.Equal("stopped by test (killed after the grace period), killed by SIGKILL", (await real.StatusAsync(db)).LastExit!.ToString());
    }

    [Fact]
    public async Task A_container_that_was_killed_behind_our_back_comes_back()
    {
        await using RealFleet real = new();
        string name = RealFleet.Name("web");
        await real.ApplyAsync($$"""containers.{{name}} { command = [sleep, "1000"], stop-grace = 100ms, restart { delay = 10ms } }""");
        ContainerStatus before = await real.StatusAsync(name);
        using (PidFd payload = PidFd.Open(before.ProcessId!.Value))
        {
            payload.TrySignal(Signal.Kill.Number);
        }

        ContainerStatus after = before;
        while (after.Runs < 2 || after.State != ContainerState.Running)
        {
            await real.AskAsync<IReply>(new Wait(Some.Id(name), WaitFor.Exit));
            await real.AskAsync<Waited>(new Wait(Some.Id(name), WaitFor.Running));
            after = await real.StatusAsync(name);
        }

        Assert.NotEqual(before.ProcessId, after.ProcessId);
        Assert.Equal("killed by SIGKILL", after.LastExit!.ToString());
    }

    [Fact]
    public async Task Output_of_both_streams_is_in_the_ring_and_in_the_files()
    {
        await using RealFleet real = new();
        string name = RealFleet.Name("talk");
        await real.ApplyAsync(
            $$"""containers.{{name}} { command = [sh, -c, "echo out; echo err >&2"], restart = no, logs.file.directory = "{{real.Folder}}/logs" }""", FleetProtocol.Until.Accepted);
        await real.AskAsync<Waited>(new Wait(Some.Id(name), WaitFor.Down));
        LogsOpened logs = await real.AskAsync<LogsOpened>(new OpenLogs(Some.Id(name)));
        using LogRingReader reader = new((MemoryFile)logs.Ring!);
        List<string> read = [];
        while (reader.TryRead(out LogRecord record))
        {
            read.Add($"{record.Origin} {Encoding.ASCII.GetString(record.Bytes).Trim()}");
        }

        Assert.Equal(["Error err", "Output out"], read.Order());
    }

    [Fact]
    public async Task Programs_that_say_at_once_that_they_are_ready_are_heard()
    {
        await using RealFleet real = new();
        string name = RealFleet.Name("quick");
        await real.ApplyAsync($$"""
            containers.{{name}} { command = [sh, -c, "echo >&3; exec sleep 1000"], replicas = 40, readiness { newline = true, timeout = 30s }, stop-grace = 0, restart = no }
            """);
        for (int i = 1; i <= 40; i++)
        {
            Assert.True((await real.StatusAsync($"{name}-{i}")).Ready);
        }
    }

    [Fact]
    public async Task Tcp_readiness_and_http_health_reach_the_containers_own_network_and_the_unhealthy_is_restarted()
    {
        if (!File.Exists("/usr/bin/busybox"))
        {
            Assert.Skip("needs busybox");
        }

        await using RealFleet real = new();
        string name = RealFleet.Name("web");
        await real.ApplyAsync($$"""
            containers.{{name}} {
              command = [sh, -c, "mkdir /tmp/w; echo ok >/tmp/w/health; exec busybox httpd -f -p 127.0.0.1:8080 -h /tmp/w"]
              readiness { tcp = 8080, interval = 50ms, timeout = 50s }
              health { http = ":8080/health", interval = 50ms, timeout = 20s, retries = 2, on-unhealthy = restart }
              restart { policy = always, delay = 10ms }, stop-grace = 100ms
            }
            """);
        Assert.True((await real.StatusAsync(name)).Ready);
        await real.AskAsync<Waited>(new Wait(Some.Id(name), WaitFor.Healthy));
        ContainerStatus before = await real.StatusAsync(name);
        Task<Waited> exit = real.AskAsync<Waited>(new Wait(Some.Id(name), WaitFor.Exit));
        File.Delete($"/proc/{before.ProcessId}/root/tmp/w/health");
        Waited ended = await exit;
        Assert.Contains("the health check (HTTP status 404)", ended.Cause!.ToString(), StringComparison.Ordinal);
        await real.AskAsync<Waited>(new Wait(Some.Id(name), WaitFor.Healthy));
        await real.AskAsync<Waited>(new Wait(Some.Id(name), WaitFor.Ready));
        ContainerStatus after = await real.StatusAsync(name);
        Assert.Equal((2, true, Health.Healthy), (after.Runs, after.Ready, after.Health));
    }

    [Fact]
    public async Task Sd_notify_from_inside_makes_ready_and_sets_the_status_line()
    {
        if (!File.Exists("/usr/bin/python3"))
        {
            Assert.Skip("needs python3 to send a datagram from inside");
        }

        await using RealFleet real = new();
        string name = RealFleet.Name("notify");
        FleetProtocol.Applied applied = await real.ApplyAsync($$"""
            containers.{{name}} {
              command = [python3, -c, "import socket,os,time; socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b'STATUS=warm\\nREADY=1', os.environ['NOTIFY_SOCKET']); time.sleep(1000)"]
              readiness { notify = true, timeout = 20s }, stop-grace = 0s
            }
            """);
        Assert.Empty(applied.Failures);
        ContainerStatus status = await real.StatusAsync(name);
        Assert.Equal((true, "warm"), (status.Ready, status.StatusText));
    }

    [Fact]
    public async Task Health_command_runs_inside_and_unhealthy_restarts()
    {
        await using RealFleet real = new();
        string name = RealFleet.Name("sick");
        await real.ApplyAsync($$"""
            containers.{{name}} {
              command = [sh, -c, "touch /tmp/well; sleep 1; rm /tmp/well; exec sleep 1000"], stop-grace = 0s, mounts = ["tmpfs:/tmp"]
              restart { delay = 10ms }, health { command = [test, -e, /tmp/well], interval = 200ms, retries = 2, on-unhealthy = restart }
            }
            """);
        Waited waited = await real.AskAsync<Waited>(new Wait(Some.Id(name), WaitFor.Exit));
        Assert.StartsWith("stopped by the health check (exit code 1)", waited.Cause!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_limit_that_is_reached_is_named_as_the_cause()
    {
        await using RealFleet real = new();
        string name = RealFleet.Name("hungry");
        FleetProtocol.IReply reply = await real.Fleet.AskAsync(
            new FleetProtocol.Run("test", new MemberSpec
            {
                Key = name,
                Container = new ContainerSpec { Id = Some.Id(name), Command = ["tail", "/dev/zero"], Limits = new ResourceLimits { Memory = ByteSize.FromMiB(32), Swap = null } },
                Restart = new RestartSpec { Policy = RestartPolicy.No },
            }),
            RealFleet.Patience);
        if (reply is FleetProtocol.Refused { Kind: Refusal.Invalid } refused)
        {
            Assert.Skip($"needs a memory limit: {refused.Reasons[0]}");
        }

        Waited waited = await real.AskAsync<Waited>(new Wait(Some.Id(name), WaitFor.Exit));
        Assert.Equal($"killed: memory limit 32 MiB of container {name} reached", waited.Cause!.ToString());
    }

    [Fact]
    public async Task Hooks_run_isolated_inside_and_beside()
    {
        await using RealFleet real = new();
        string name = RealFleet.Name("hooked");
        string place = Path.Combine(real.Folder, "seen");
        Directory.CreateDirectory(place);
        FleetProtocol.Applied applied = await real.ApplyAsync($$"""
            containers.{{name}} {
              command = [sleep, "1000"], stop-grace = 0s, mounts = ["{{place}}:/seen"]
              hooks { pre-start = [touch, /seen/pre-start], post-start = [touch, /seen/post-start], pre-stop = [touch, /seen/pre-stop], post-stop = [touch, /seen/post-stop] }
            }
            """);
        Assert.Empty(applied.Failures);
        Assert.Equal(["post-start", "pre-start"], Directory.GetFiles(place).Select(static file => Path.GetFileName(file)!).Order());
        await real.AskAsync<Accepted>(new Stop(Some.Id(name), "test"));
        Assert.Equal(["post-start", "post-stop", "pre-start", "pre-stop"], Directory.GetFiles(place).Select(static file => Path.GetFileName(file)!).Order());
    }

    [Fact]
    public async Task Exec_runs_inside_and_its_exit_code_comes_back()
    {
        await using RealFleet real = new();
        string name = RealFleet.Name("box");
        await real.ApplyAsync($$"""containers.{{name}} { command = [sleep, "1000"], stop-grace = 0s }""");
        ExecStarted started = await real.AskAsync<ExecStarted>(new Exec(Some.Id(name), "test", new ExecSpec { Command = ["sh", "-c", "exit 7"] }, ContainerIo.Nothing));
        Assert.Equal(7, (await real.AskAsync<ExecEnded>(new WaitExec(Some.Id(name), "test", started.Session))).Status.Code);
    }

    [Fact]
    public async Task Open_input_reaches_the_payload()
    {
        await using RealFleet real = new();
        string name = RealFleet.Name("cat");
        await real.AskAsync<FleetProtocol.RunStarted>(new FleetProtocol.Run(
            "test", new MemberSpec { Key = name, Container = new ContainerSpec { Id = Some.Id(name), Command = ["head", "-n1"] }, Restart = new RestartSpec { Policy = RestartPolicy.No } }, OpenInput: true));
        Attached attached = await real.AskAsync<Attached>(new Attach(Some.Id(name), "test"));
        DescriptorIo.WriteAll(FileFd.Borrow((int)attached.Input!.DangerousGetHandle()), "hello\n"u8);
        Waited waited = await real.AskAsync<Waited>(new Wait(Some.Id(name), WaitFor.Exit));
        Assert.Equal(new ExitCause.Exited(0), waited.Cause);
        using LogRingReader reader = new((MemoryFile)(await real.AskAsync<LogsOpened>(new OpenLogs(Some.Id(name)))).Ring!);
        Assert.True(reader.TryRead(out LogRecord record));
        Assert.Equal("hello\n", Encoding.ASCII.GetString(record.Bytes));
    }

    [Fact]
    public async Task Terminal_output_is_logged_while_nobody_is_attached()
    {
        await using RealFleet real = new();
        string name = RealFleet.Name("tty");
        await real.ApplyAsync($$"""containers.{{name}} { command = [sh, -c, "tty; exit 3"], terminal = true, restart = no }""", FleetProtocol.Until.Accepted);
        Waited waited = await real.AskAsync<Waited>(new Wait(Some.Id(name), WaitFor.Down));
        Assert.Equal(new ExitCause.Exited(3), waited.Cause);
        using LogRingReader reader = new((MemoryFile)(await real.AskAsync<LogsOpened>(new OpenLogs(Some.Id(name)))).Ring!);
        StringBuilder text = new();
        while (reader.TryRead(out LogRecord record))
        {
            text.Append(Encoding.ASCII.GetString(record.Bytes));
        }

        Assert.Contains("/dev/", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tcp_readiness_reaches_a_container_on_the_hosts_network()
    {
        if (!File.Exists("/usr/bin/python3"))
        {
            Assert.Skip("needs python3 to listen");
        }

        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        await using RealFleet real = new();
        string name = RealFleet.Name("http");
        FleetProtocol.Applied applied = await real.ApplyAsync($$"""
            containers.{{name}} {
              command = [python3, -m, http.server, "{{port}}", --bind, 127.0.0.1], stop-grace = 0s, workdir = /usr
              namespaces = [pid, mount, uts, ipc, cgroup], readiness { tcp = {{port}}, interval = 100ms, timeout = 20s }
              health { http = ":{{port}}/", interval = 200ms }
            }
            """);
        Assert.Empty(applied.Failures);
        await real.AskAsync<Waited>(new Wait(Some.Id(name), WaitFor.Healthy));
    }
}
