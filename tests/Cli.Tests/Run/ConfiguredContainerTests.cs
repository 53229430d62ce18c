using Helios.Contracts;
using Helios.Support;

namespace Helios.Cli.Tests;

public sealed class ConfiguredContainerTests : IDisposable
{
    private readonly TempTree _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void The_options_of_helios_container_mean_what_they_meant_there()
    {
        ContainerSpec spec = CommandLineReader.Read("--name", "c1", "--rootfs", "/r", "--command", "/bin/echo a  b", "--memory", "67108864", "--cpu", "150");
        Assert.Equal(("c1", "/r"), (spec.Id.ToString(), spec.Root.Path));
        Assert.Equal(["/bin/echo", "a", "b"], spec.Command);
        Assert.Equal(new ResourceLimits { Memory = ByteSize.FromMiB(64), Cpus = CpuAmount.Parse("1.5") }, spec.Limits);
    }

    [Theory]
    [InlineData("--command: there is a command after the options too: 'b'", "--command", "a", "b")]
    [InlineData("--cpu: --cpus says the same: give one of them", "--cpu", "50", "--cpus", "1", "a")]
    [InlineData("--cpu: '0.5' is not a whole number of percent, such as 50 for half a processor", "--cpu", "0.5", "a")]
    public void They_are_refused_when_they_contradict(string problem, params string[] words)
        => Assert.Equal(problem, Assert.Throws<CliException>(() => CommandLineReader.Read(words)).Message);

    [Fact]
    public void A_container_file_is_the_beginning_and_options_come_on_top()
    {
        string file = _files.Write("c.json", """{ "hostname": "h", "rootfs": "root", "command": ["a", "b"], "memory_limit_bytes": 67108864, "cpu_limit_percentage": 50 }""");
        ContainerSpec plain = CommandLineReader.Read("--config", file);
        Assert.Equal(["a", "b"], plain.Command);
        Assert.Equal((_files.At("root"), "h", ByteSize.FromMiB(64)), (plain.Root.Path, plain.HostName, plain.Limits.Memory!.Value));
        ContainerSpec changed = CommandLineReader.Read("--config", file, "--memory", "1G", "--hostname", "other", "--read-only", "-v", "/x:/x", "--", "c");
        Assert.Equal(["c"], changed.Command);
        Assert.Equal((_files.At("root"), true, "other", ByteSize.FromMiB(1024)), (changed.Root.Path, changed.Root.ReadOnly, changed.HostName, changed.Limits.Memory!.Value));
        Assert.Equal(CpuAmount.Parse("0.5"), changed.Limits.Cpus);
        Assert.Single(changed.Mounts);
    }

    [Fact]
    public void A_void_specification_takes_the_program_and_its_arguments_from_the_command_line()
    {
        string file = _files.Write("s.json", """{ "entrypoints": { "fib": { "args": ["BinaryName", "Trailing"], "environment": ["Stdin", "Stdout"] } } }""");
        ContainerSpec spec = CommandLineReader.Read("--config", file, "./fib", "10", "a b");
        Assert.Equal([Path.Join(CommandLineReader.Host.WorkingDirectory, "fib"), "10", "a b"], spec.Command);
        Assert.Equal((RootKind.Void, "void"), (spec.Root.Kind, spec.HostName));
        Assert.True(spec.Namespaces.HasFlag(NamespaceKinds.User));
        Assert.Equal("/", spec.Environment.Single(static variable => variable.Key == "PATH").Value);
    }

    [Fact]
    public void What_run_cannot_take_is_refused_with_what_to_do()
    {
        string two = _files.Write("two.json", """{ "entrypoints": { "a": {}, "b": {} } }""");
        Assert.Contains("it has 2 entrypoints", Refusal("--config", two, "./x"), StringComparison.Ordinal);
        Assert.Contains("name it after the options", Refusal("--config", two), StringComparison.Ordinal);
        Assert.Contains("helios up --config", Refusal("--config", _files.Write("f.hocon", "containers.a.command = [a]")), StringComparison.Ordinal);
        Assert.Contains("configuration: unknown key 'comand'", Refusal("--config", _files.Write("c.json", """{ "rootfs": 1, "comand": [] }""")), StringComparison.Ordinal);
        Assert.Contains("/nowhere.json", Refusal("--config", "/nowhere.json"), StringComparison.Ordinal);
    }

    private static string Refusal(params string[] words) => Assert.Throws<CliException>(() => CommandLineReader.Read(words)).Message;
}
