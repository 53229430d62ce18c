using Helios.Backends.Simulated;
using Helios.Contracts;

namespace Helios.Fleets.Tests;

public class FleetFileTests
{
    [Fact]
    public void Every_key_of_a_container_is_read()
    {
        MemberSpec web = Single("""
            groups.front.strategy = rest-for-one
            containers.web {
              command = [nginx, -g, "daemon off;"], root = /srv/web, ephemeral = true, read-only = true
              mounts = ["/etc/ssl:/etc/ssl:ro", "tmpfs:/run", { tmpfs = /tmp, size = 16M, mode = 1777 }, { source = /data, target = /data }]
              namespaces = [pid, mount, uts], hostname = web, domainname = example, workdir = /srv
              environment { A = 1, B = two }, user = "www-data:adm", supplementary-groups = [video]
              limits { memory = 64M, swap = 0, cpus = 0.5, cpuset = "0,2-3", cpu-weight = 200, io-weight = 50, pids = 100 }
              rlimits { nofile = "1024:4096", core = 0 }, oom-score-adj = 500
              capabilities { add = [NET_RAW], drop = [ALL] }, no-new-privileges = false, seccomp = unconfined, unmasked = true
              terminal = true, stop-signal = QUIT, stop-grace = 3s
              group = front, backend = simulated, autostart = false, essential = true, remove-after-exit = true, history = 5
              restart { policy = "on-failure:4", delay = 1s, factor = 3, max-delay = 1m, jitter = 0.5, reset-after = 2m, intensity { restarts = 9, window = 1h } }
              readiness { tcp = 80, interval = 2s, timeout = 30s }
              health { http = ":80/healthz", interval = 5s, timeout = 1s, retries = 2, start-period = 20s, on-unhealthy = restart }
              watchdog = 15s
              hooks { pre-start = [a], post-start { command = b c, timeout = 5s }, pre-stop = [d], post-stop = [e] }
              schedule { cron = "@daily", overlap = queue }
              logs { ring = 1M, stdout = block, stderr = spill, file { directory = /var/log/web, max-size = 1M, max-age = 1d, total = 5M } }
            }
            """);
        Assert.Equal(["nginx", "-g", "daemon off;"], web.Container.Command);
        Assert.Equal(new RootSpec { Kind = RootKind.Directory, Path = "/srv/web", Ephemeral = true, ReadOnly = true }, web.Container.Root);
        Assert.Equal(4, web.Container.Mounts.Length);
        Assert.Equal(new MountSpec.Tmpfs { Target = "/tmp", Size = ByteSize.FromMiB(16), Mode = 0x3FF }, web.Container.Mounts[2]);
        Assert.Equal(NamespaceKinds.Pid | NamespaceKinds.Mount | NamespaceKinds.Uts, web.Container.Namespaces);
        Assert.Equal([new("A", "1"), new("B", "two")], web.Container.Environment);
        Assert.Equal(new UserSpec { User = "www-data", Group = "adm" }, web.Container.User);
        Assert.Equal(
            new ResourceLimits
            {
                Memory = ByteSize.FromMiB(64),
                Swap = new ByteSize(0),
                Cpus = CpuAmount.Parse("0.5"),
                CpuSet = CpuSet.Parse("0,2-3"),
                CpuWeight = 200,
                IoWeight = 50,
                Pids = 100,
            },
            web.Container.Limits);
        Assert.Equal([Rlimit.Parse("nofile=1024:4096"), Rlimit.Parse("core=0")], web.Container.Rlimits);
        Assert.Equal(SeccompProfile.Unconfined, web.Container.Security.Seccomp);
        Assert.Equal(TimeSpan.FromSeconds(3), web.Container.StopGrace);
        Assert.Equal(("front", "simulated", false, true, true, 5), (web.Group, web.Backend, web.AutoStart, web.Essential, web.RemoveAfterExit, web.History));
        Assert.Equal(
            new RestartSpec
            {
                Policy = new RestartPolicy(RestartMode.OnFailure, 4),
                Delay = TimeSpan.FromSeconds(1),
                Factor = 3,
                MaxDelay = TimeSpan.FromMinutes(1),
                Jitter = 0.5,
                ResetAfter = TimeSpan.FromMinutes(2),
                Intensity = new Intensity(9, TimeSpan.FromHours(1)),
            },
            web.Restart);
        Assert.Equal(new ReadinessSpec.TcpPort(80, TimeSpan.FromSeconds(2)) { Timeout = TimeSpan.FromSeconds(30) }, web.Readiness);
        Assert.Equal(
            new HealthSpec(new ProbeSpec.Http(80, "/healthz"))
            {
                Interval = TimeSpan.FromSeconds(5),
                Timeout = TimeSpan.FromSeconds(1),
                Retries = 2,
                StartPeriod = TimeSpan.FromSeconds(20),
                OnUnhealthy = UnhealthyAction.Restart,
            },
            web.Health);
        Assert.Equal(["b", "c"], web.Hooks.PostStart!.Command);
        Assert.Equal(new ScheduleSpec(CronExpression.Parse("@daily"), OverlapPolicy.Queue), web.Schedule);
        Assert.Equal(
            new LogSpec
            {
                Ring = ByteSize.FromMiB(1),
                Output = LogPolicy.Block,
                Error = LogPolicy.Spill,
                File = new LogFileSpec("/var/log/web") { MaxSize = ByteSize.FromMiB(1), MaxAge = TimeSpan.FromDays(1), Total = ByteSize.FromMiB(5) },
            },
            web.Logs);
    }

    [Fact]
    public void A_container_that_says_only_its_command_has_the_defaults_of_the_records()
    {
        MemberSpec web = Single("containers.web.command = [app]");
        MemberSpec defaults = new() { Key = "web", Container = new ContainerSpec { Id = Some.Id("web"), Command = ["app"] } };
        Assert.Equal(MemberFields.Of(defaults), MemberFields.Of(web));
    }

    [Theory]
    [InlineData("containers.web.comand = [app]", "f.hocon:1:1: containers.web: unknown key 'comand'; did you mean 'command'?")]
    [InlineData("containers.web { command = [app]\n limits.memory = 64MB }", "f.hocon:2:18: containers.web.limits.memory: '64MB' is ambiguous (1000 or 1024?): write 64M or 64MiB")]
    [InlineData("containers.web { command = [app], stop-grace = 10 }", "f.hocon:1:48: containers.web.stop-grace: '10' has no unit: write 250ms, 10s or 5m")]
    [InlineData("containers.web { command = \"a | b\" }", "f.hocon:1:28: containers.web.command: a command with quotes or shell characters must be a list of words, such as [sh, -c, \"echo $HOME\"]")]
    [InlineData("containers.web { command = [app], requires = [db] }", "f.hocon:1:46: containers.web: depends on 'db', which is no container of this fleet")]
    [InlineData("containers.web { command = [app], group = g }", "f.hocon:1:43: containers.web.group: there is no group 'g'")]
    [InlineData("groups.g.parent = h", "f.hocon:1:1: groups.g.parent: there is no group 'h'")]
    [InlineData("containers.web {}", "f.hocon:1:16: containers.web.command: names no program")]
    [InlineData("containers.web { command = [app], replicas = 2, name = web }", "f.hocon:1:56: containers.web.name: several replicas need a name with {{index}} in it")]
    [InlineData("containers.web { command = [app], limits.pids = -1 }", "f.hocon:1:49: containers.web.limits.pids: -1 is out of range: 0 to 4194304 tasks")]
    [InlineData("containers.web { command = [app], schedule = \"61 * * * *\" }", "f.hocon:1:46: containers.web.schedule: '61 * * * *' is not a schedule: '61' is not a minute (0 to 59)")]
    [InlineData("containers.web { command = [app], restart { delay = 1h } }", "f.hocon:1:53: containers.web.restart.delay: 1h is longer than max-delay, 30s")]
    [InlineData("containers.web { command = [app], health {} }", "f.hocon:1:42: containers.web.health: needs one of command, tcp and http")]
    [InlineData("containers.web { command = [app], logs.stdout = spill }", "f.hocon:1:49: containers.web.logs.stdout: the policy spill needs a file block")]
    [InlineData("containers.web { command = [app], mounts = [\"/srv/web:/data\"], logs.file.directory = /srv/web/logs }", "f.hocon:1:86: containers.web.logs.file.directory: /srv/web/logs lies in /srv/web, which the container may write to; a container may not hold its own log")]
    [InlineData("contaners.web.command = [app]", "f.hocon:1:1: top level: unknown key 'contaners'; did you mean 'containers'?")]
    [InlineData("groups.run {}", "f.hocon:1:1: groups: 'run' cannot be the name of a group")]
    public void Faults_have_file_line_and_column(string text, string fault)
        => Assert.Equal(fault, Assert.Single(Assert.Throws<FleetFileException>(() => FleetFile.Parse(text, "f.hocon")).Lines));

    [Fact]
    public void All_faults_are_told_at_once()
        => Assert.Equal(4, Assert.Throws<FleetFileException>(() => FleetFile.Parse("containers { a { x = 1 }, b { command = [b], user = \":\", y = 2 } }", "f")).Faults.Length);

    [Fact]
    public void A_cycle_is_shown()
    {
        FleetFileException fault = Assert.Throws<FleetFileException>(() => FleetFile.Parse(
            "containers { a { command = [x], requires = [b] }, b { command = [x], after = [c] }, c { command = [x], requires = [a] } }", "f"));
        Assert.EndsWith("dependency cycle: a -> b -> c -> a", Assert.Single(fault.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Replicas_have_their_index_in_names_environment_and_ports()
    {
        FleetSpec fleet = FleetFile.Parse("""
            containers {
              web { command = [app, "--port={{index+8079}}"], replicas = 3, environment.ID = "w{{index}}", readiness.tcp = "{{ index+8079 }}" }
              proxy { command = [app], requires = [web] }
            }
            """, "f").Fleet;
        Assert.Equal(["web-1", "web-2", "web-3", "proxy"], fleet.Members.Select(static member => member.Id.ToString()));
        Assert.Equal("--port=8081", fleet.Members[1].Container.Command[1]);
        Assert.Equal("w3", fleet.Members[2].Container.Environment[0].Value);
        Assert.Equal(8080, ((ReadinessSpec.TcpPort)fleet.Members[0].Readiness).Port);
        Assert.Equal(3, fleet.Members[3].Dependencies.Length);
    }

    [Fact]
    public void No_replicas_at_all_is_a_fleet_without_them_whose_faults_still_count()
    {
        Assert.Empty(FleetFile.Parse("containers.web { command = [app], replicas = 0 }", "f").Fleet.Members);
        Assert.Single(Assert.Throws<FleetFileException>(() => FleetFile.Parse("containers.web { command = [app], replicas = 0, x = 1 }", "f")).Faults);
    }

    [Fact]
    public void Templates_and_defaults_lie_below_what_a_container_says()
    {
        FleetSpec fleet = FleetFile.Parse("""
            templates.small { limits { memory = 32M, pids = 10 } }
            defaults.stop-grace = 4s
            containers { web = ${templates.small} { command = [app], limits.memory = 64M } }
            """, "f").Fleet;
        ContainerSpec web = fleet.Members[0].Container;
        Assert.Equal((ByteSize.FromMiB(64), 10, TimeSpan.FromSeconds(4)), (web.Limits.Memory!.Value, web.Limits.Pids!.Value, web.StopGrace));
    }

    [Fact]
    public void Overrides_touch_only_what_the_file_declares()
    {
        const string file = """
            fleet.overridable = ["containers.*.environment"]
            containers.web { command = [app], overridable = [limits.memory], limits { memory = 64M, pids = 5 } }
            """;
        Assert.Equal(ByteSize.FromMiB(128), FleetFile.Parse(file, "f", new FleetOverride("containers.web.limits.memory", "128M")).Fleet.Members[0].Container.Limits.Memory);
        Assert.Equal("debug", FleetFile.Parse(file, "f", new FleetOverride("containers.web.environment.LEVEL", "debug")).Fleet.Members[0].Container.Environment[0].Value);
        FleetFileException fault = Assert.Throws<FleetFileException>(() => FleetFile.Parse(file, "f", new FleetOverride("containers.web.limits.pids", "1000")));
        Assert.Equal("--set containers.web.limits.pids=1000: the fleet file does not declare containers.web.limits.pids overridable", Assert.Single(fault.Lines));
        Assert.Throws<FleetFileException>(() => FleetFile.Parse(file, "f", new FleetOverride("containers.web.limits", "{ pids = 1000 }")));
        Assert.Throws<FleetFileException>(() => FleetFile.Parse(file, "f", new FleetOverride("containers.web.overridable", "[limits]"), new FleetOverride("containers.web.limits.pids", "9")));
    }

    [Fact]
    public void An_override_that_is_wrong_is_told_with_its_place()
        => Assert.StartsWith(
            "--set containers.web.limits.memory=lots:1:",
            Assert.Single(Assert.Throws<FleetFileException>(() => FleetFile.Parse(
                "fleet.overridable = [containers]\ncontainers.web.command = [app]", "f", new FleetOverride("containers.web.limits.memory", "lots"))).Lines),
            StringComparison.Ordinal);

    [Fact]
    public void What_the_backend_cannot_do_is_refused_at_the_field_that_asks()
    {
        SimulatedBackend weak = new(TimeProvider.System, SimulationScript.Steady, unsupported: [new(Feature.MemoryLimit, "there is no memory controller", "mount it")]);
        FleetDocument document = FleetFile.Parse("containers.web {\n command = [app]\n limits.memory = 64M\n}", "f.hocon");
        Assert.Equal(
            "f.hocon:3:18: containers.web.limits.memory: the simulated backend cannot do this here: there is no memory controller; mount it",
            Assert.Single(document.FaultsOf(_ => weak).Select(static fault => $"{fault.Origin}: {fault.Message}")));
        Assert.Contains("there is no backend", Assert.Single(document.FaultsOf(static _ => null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_and_MessagePack_say_the_same()
    {
        const string json = """{"containers":{"web":{"command":["app"],"limits":{"memory":"64M","cpus":0.5},"replicas":2,"autostart":false}}}""";
        FleetSpec fromJson = FleetFile.Parse(json, "f.json").Fleet;
        string path = Path.GetTempFileName() + ".msgpack";
        File.WriteAllBytes(path, MessagePackFleet.Write(Hocon.HoconParser.Parse(json).Root));
        try
        {
            Assert.True(FleetPlanner.Plan(fromJson, FleetFile.Load(new FleetSource(path, [])).Fleet).IsEmpty);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Throws<FleetFileException>(() => MessagePackFleet.Read(new byte[] { 0x93, 0x01 }, "f"));
        Assert.Throws<FleetFileException>(() => MessagePackFleet.Read(new byte[] { 0xC4, 0x00 }, "f"));
    }

    [Fact]
    public void A_missing_file_is_a_fault_with_its_name()
        => Assert.Contains("/nowhere/fleet.hocon", Assert.Throws<FleetFileException>(() => FleetFile.Load(new FleetSource("/nowhere/fleet.hocon", []))).Message, StringComparison.Ordinal);

    private static MemberSpec Single(string text) => Assert.Single(FleetFile.Parse(text, "f.hocon").Fleet.Members);
}
