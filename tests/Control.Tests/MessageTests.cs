using Helios.Contracts;
using MessagePack;

namespace Helios.Control.Tests;

public class MessageTests
{
    private static readonly ContainerSpec s_spec = new()
    {
        Id = ContainerId.Parse("web-1"),
        Command = ["sh", "-c", "exit 0"],
        Root = new RootSpec { Kind = RootKind.Directory, Path = "/srv/root", Ephemeral = true, ReadOnly = true },
        Mounts = [new MountSpec.Bind { Target = "/data", Source = "/srv/data", ReadOnly = true }, new MountSpec.Tmpfs { Target = "/tmp", Size = ByteSize.FromMiB(8), Mode = 0x1C0 }],
        Namespaces = NamespaceKinds.Pid | NamespaceKinds.Mount | NamespaceKinds.Uts,
        HostName = "web",
        DomainName = "example",
        WorkingDirectory = "/srv",
        Environment = [KeyValuePair.Create("A", "1"), KeyValuePair.Create("B", "x=y")],
        User = UserSpec.Parse("1000:100"),
        Groups = ["adm"],
        Limits = new ResourceLimits
        {
            Memory = ByteSize.FromMiB(64),
            Swap = ByteSize.FromMiB(1),
            Cpus = CpuAmount.Parse("0.5"),
            CpuSet = CpuSet.Parse("0-1"),
            CpuWeight = 50,
            IoWeight = 60,
            Pids = 7,
        },
        Rlimits = [Rlimit.Parse("nofile=10:20")],
        OomScoreAdjust = -5,
        Security = new SecuritySpec { CapabilitiesAdded = ["NET_RAW"], CapabilitiesDropped = ["ALL"], NoNewPrivileges = false, Seccomp = SeccompProfile.Unconfined, Unmasked = true },
        Terminal = true,
        StopSignal = Signal.Interrupt,
        StopGrace = TimeSpan.FromSeconds(3),
    };

    [Fact]
    public void A_specification_comes_back_field_by_field_as_it_was()
    {
        Request.Run run = Assert.IsType<Request.Run>(Again(new Request.Run { Spec = s_spec, Restart = "always", Remove = true, OpenInput = true, Start = false }));
        ContainerSpec spec = run.Spec;
        Assert.Equal((s_spec.Id, s_spec.Namespaces, s_spec.HostName, s_spec.DomainName), (spec.Id, spec.Namespaces, spec.HostName, spec.DomainName));
        Assert.Equal(s_spec.Command.AsEnumerable(), spec.Command);
        Assert.Equal(s_spec.Root, spec.Root);
        Assert.Equal(s_spec.Mounts.AsEnumerable(), spec.Mounts);
        Assert.Equal(s_spec.Environment.AsEnumerable(), spec.Environment);
        Assert.Equal(s_spec.User, spec.User);
        Assert.Equal(s_spec.Groups.AsEnumerable(), spec.Groups);
        Assert.Equal(s_spec.Limits, spec.Limits);
        Assert.Equal(s_spec.Rlimits.AsEnumerable(), spec.Rlimits);
        Assert.Equal(s_spec.Security.CapabilitiesAdded.AsEnumerable(), spec.Security.CapabilitiesAdded);
        Assert.Equal(s_spec.Security.CapabilitiesDropped.AsEnumerable(), spec.Security.CapabilitiesDropped);
        Assert.Equal(
            (s_spec.Security.NoNewPrivileges, s_spec.Security.Seccomp, s_spec.Security.Unmasked, s_spec.OomScoreAdjust, s_spec.Terminal, s_spec.StopSignal, s_spec.StopGrace),
            (spec.Security.NoNewPrivileges, spec.Security.Seccomp, spec.Security.Unmasked, spec.OomScoreAdjust, spec.Terminal, spec.StopSignal, spec.StopGrace));
        Assert.Equal(("always", true, true, false), (run.Restart, run.Remove, run.OpenInput, run.Start));
    }

    [Fact]
    public void Every_field_of_a_container_line_travels()
    {
        DateTimeOffset time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        ContainerLine line = new()
        {
            Name = "web",
            Key = "w",
            Group = "g",
            Backend = "namespaces",
            Command = ["sh"],
            State = "running",
            Since = time,
            Detail = "d",
            Ready = true,
            Health = "healthy",
            StatusText = "s",
            ProcessId = 7,
            StartedAt = time,
            NextStart = time,
            Restarts = 2,
            Runs = 3,
            LastExit = "exit code 1",
            LastCode = 1,
            LogBytesLost = 5,
        };
        ContainerLine again = Assert.IsType<Reply.Container>(Again(new Reply.Container(line))).Line;
        Assert.Equal(line.Command.AsEnumerable(), again.Command);
        Assert.Equal(line, again with { Command = line.Command });
    }

    [Fact]
    public void What_is_null_stays_null()
    {
        ContainerLine again = Assert.IsType<Reply.Container>(Again(new Reply.Container(new ContainerLine()))).Line;
        Assert.Equal(new ContainerLine(), again with { Command = new ContainerLine().Command });
    }

    [Fact]
    public void Every_request_and_every_reply_has_a_number_and_comes_back()
    {
        Request[] requests =
        [
            new Request.GetDaemon(), new Request.List(true), new Request.Change("a", ChangeVerb.Stop) { Grace = TimeSpan.FromSeconds(2) }, new Request.Inspect("a"),
            new Request.OpenLogs("a"), new Request.WaitSession("a", "1"), new Request.SignalSession("a", "1", 15), new Request.Attach("a", "1"), new Request.Detach("a"),
            new Request.Resize("a", new TerminalSize(100, 40), "1"), new Request.Wait("a", WaitCondition.Healthy), new Request.GetTree(), new Request.WatchEvents(5),
            new Request.OpenRoot("a"), new Request.ShutDown(), new Request.Cancel(4), new Request.GetHeap(), new Request.Forget(),
        ];
        Assert.All(requests, static request => Assert.Equal(request, Again(request)));
        Reply[] replies =
        [
            new Reply.Done(), new Reply.Welcome(1, "p"), new Reply.Daemon { Version = "1", ProcessId = 4, Config = "/c" }, new Reply.Document("{}"), new Reply.Session("1", 5, true),
            new Reply.Streams(true, false, true), new Reply.Ended(3, "exit code 3", true), new Reply.Root(), new Reply.Event(new EventLine { Number = 3, Kind = "ended", Code = 1 }),
        ];
        Assert.All(replies, static reply => Assert.Equal(reply, Again(reply)));
    }

    [Fact]
    public void An_unknown_request_is_named_by_its_number()
        => Assert.Equal(new Request.Unknown(999), MessagePackSerializerOf(999));

    [Fact]
    public void An_unknown_seccomp_profile_is_refused_instead_of_becoming_a_weaker_one()
    {
        byte[] bytes = new Frame<Request>(1, false, 0, new Request.Run { Spec = s_spec with { Security = new SecuritySpec { Seccomp = (SeccompProfile)77 } } })
            .ToBytes(RequestFormatter.Instance, ControlProtocol.MostRequestBytes);
        Assert.Throws<ProtocolException>(() => Frame<Request>.Parse(bytes.AsMemory(Frame<Request>.HeaderBytes), RequestFormatter.Instance));
    }

    private static Request MessagePackSerializerOf(int number)
    {
        System.Buffers.ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = new(output);
        writer.WriteArrayHeader(4);
        writer.Write(1);
        writer.Write(false);
        writer.Write(0);
        writer.WriteArrayHeader(2);
        writer.Write(number);
        writer.WriteMapHeader(0);
        writer.Flush();
        return Frame<Request>.Parse(output.WrittenMemory, RequestFormatter.Instance).Message;
    }

    private static Request Again(Request request)
        => Frame<Request>.Parse(
            new Frame<Request>(1, false, 0, request).ToBytes(RequestFormatter.Instance, ControlProtocol.MostRequestBytes).AsMemory(Frame<Request>.HeaderBytes),
            RequestFormatter.Instance).Message;

    private static Reply Again(Reply reply)
        => Frame<Reply>.Parse(
            new Frame<Reply>(1, false, 0, reply).ToBytes(ReplyFormatter.Instance, ControlProtocol.MostReplyBytes).AsMemory(Frame<Reply>.HeaderBytes),
            ReplyFormatter.Instance).Message;
}
