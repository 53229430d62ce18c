using Helios.Contracts;
using Helios.Hocon;

namespace Helios.Fleets.Tests;

/// <summary>The configurations of the programs that Helios grew from.</summary>
public class ForeignFormTests
{
    private const string Container = """
        { "hostname": "alpine", "rootfs": "./rootfs", "command": ["/bin/sh", "-c", "echo a b"], "memory_limit_bytes": 67108864, "cpu_limit_percentage": 50 }
        """;

    private const string Void = """
        {
          "entrypoints": {
            "listener": {
              "trigger": "Startup",
              "args": ["Entrypoint", "Trailing"],
              "environment": [
                { "Filesystem": { "host_path": "/usr/lib", "environment_path": "/usr/lib/deep" } },
                { "Filesystem": { "host_path": "data", "environment_path": "/data", "read_only": false } },
                "Procfs", "Stdout", "Stderr", { "Hostname": "front" }, { "DomainName": "example" }
              ]
            },
            "plain": {}
          }
        }
        """;

    [Fact]
    public void A_file_of_helios_container_is_a_fleet_of_one()
    {
        MemberSpec member = Assert.Single(FleetFile.Parse(Container, "/srv/alpine.json").Fleet.Members);
        Assert.Equal(("alpine", "alpine"), (member.Id.ToString(), member.Container.HostName));
        Assert.Equal(new RootSpec { Kind = RootKind.Directory, Path = "/srv/rootfs" }, member.Container.Root);
        Assert.Equal(["/bin/sh", "-c", "echo a b"], member.Container.Command);
        Assert.Equal(new ResourceLimits { Memory = ByteSize.FromMiB(64), Cpus = CpuAmount.Parse("0.5") }, member.Container.Limits);
    }

    [Fact]
    public void Its_limits_may_be_null_and_its_name_comes_from_the_file_when_the_host_name_is_none()
    {
        MemberSpec member = Assert.Single(FleetFile.Parse(
            """{ "hostname": null, "rootfs": "/r", "command": ["a"], "memory_limit_bytes": null, "cpu_limit_percentage": null }""", "/srv/box.json").Fleet.Members);
        Assert.Equal("box", member.Id.ToString());
        Assert.Equal(ResourceLimits.None, member.Container.Limits);
    }

    [Theory]
    [InlineData("""{ "rootfs": "/r" }""", "f.json:1:1: configuration.command: must be a list with the program and its arguments")]
    [InlineData("""{ "memory_limit_bytes": 1, "command": ["a"] }""", "f.json:1:1: configuration.rootfs: is missing")]
    [InlineData("""{ "rootfs": "/r", "command": ["a"], "memory_limit_bytes": "64M" }""", "f.json:1:59: configuration.memory_limit_bytes: '64M' is not a whole number from 1 to 9223372036854775807")]
    [InlineData("""{ "rootfs": "/r", "command": ["a"], "cpu_limit_percentage": -5 }""", "f.json:1:61: configuration.cpu_limit_percentage: '-5' is not a whole number from 1 to 100000000")]
    [InlineData("""{ "rootfs": "/r", "command": "a b" }""", "f.json:1:30: configuration.command: must be a list with the program and its arguments")]
    [InlineData("""{ "rootfs": "/r", "command": ["a"], "mounts": [] }""", "f.json:1:37: configuration: unknown key 'mounts'")]
    public void Faults_of_a_container_file_have_their_place(string text, string fault)
        => Assert.Equal(fault, Assert.Single(Assert.Throws<FleetFileException>(() => FleetFile.Parse(text, "f.json")).Lines));

    [Fact]
    public void A_void_specification_is_a_fleet_with_one_container_for_each_entrypoint()
    {
        FleetSpec fleet = FleetFile.Parse(Void, "/srv/spec.json", new FleetOverride("binary", "/opt/app"), new FleetOverride("trailing", "[-v, \"a b\"]")).Fleet;
        ContainerSpec listener = fleet.Members.Single(static member => member.Key == "listener").Container;
        Assert.Equal(["listener", "-v", "a b"], listener.Command);
        Assert.Equal([new("PATH", "/")], listener.Environment);
        Assert.Equal(RootSpec.Void, listener.Root);
        Assert.Equal(NamespaceKinds.Default | NamespaceKinds.User, listener.Namespaces);
        Assert.Equal(("front", "example"), (listener.HostName, listener.DomainName));
        Assert.Equal(
            [
                new MountSpec.Bind { Source = "/opt/app", Target = "/listener", ReadOnly = true },
                new MountSpec.Bind { Source = "/srv/data", Target = "/data" },
                new MountSpec.Bind { Source = "/usr/lib", Target = "/usr/lib/deep", ReadOnly = true },
            ],
            listener.Mounts);
        ContainerSpec plain = fleet.Members.Single(static member => member.Key == "plain").Container;
        Assert.Equal(["/opt/app"], plain.Command);
        Assert.Equal("void", plain.HostName);
        Assert.Equal([new MountSpec.Bind { Source = "/opt/app", Target = "/opt/app", ReadOnly = true }], plain.Mounts);
    }

    [Theory]
    [InlineData("""{ "trigger": { "Pipe": "p" } }""", "Pipe: a container of Helios starts with its fleet, on a schedule or by command; a message cannot start one yet")]
    [InlineData("""{ "trigger": { "FileSocket": "p" } }""", "FileSocket: a container of Helios starts with its fleet, on a schedule or by command; a message cannot start one yet")]
    [InlineData("""{ "trigger": "Never" }""", "'Never' is no trigger of clone_shim: Startup, Pipe, FileSocket")]
    [InlineData("""{ "args": ["BinaryName", { "File": "/x" }] }""", "File: Helios cannot hand a descriptor to a container of a fleet yet")]
    [InlineData("""{ "args": ["BinaryName", { "Pipe": { "Rx": "p" } }] }""", "Pipe: Helios cannot hand a descriptor to a container of a fleet yet")]
    [InlineData("""{ "args": ["BinaryName", { "FileSocket": { "Tx": "p" } }] }""", "FileSocket: Helios cannot hand a descriptor to a container of a fleet yet")]
    [InlineData("""{ "args": ["BinaryName", { "TcpListener": { "addr": "0.0.0.0:80" } }] }""", "TcpListener: Helios cannot hand a descriptor to a container of a fleet yet")]
    [InlineData("""{ "args": ["BinaryName", { "Rpc": [] }] }""", "Rpc: Helios cannot hand a descriptor to a container of a fleet yet")]
    [InlineData("""{ "args": ["BinaryName", "Trigger"] }""", "Trigger: there is no trigger whose message it could be")]
    [InlineData("""{ "args": ["BinaryName", "Binary"] }""", "'Binary' is no argument of clone_shim: BinaryName, Entrypoint, Trailing, File, Pipe, FileSocket, Trigger, TcpListener, Rpc")]
    [InlineData("""{ "args": ["Trailing"] }""", "the first argument is the program's name: it must be BinaryName or Entrypoint")]
    [InlineData("""{ "environment": ["Stdin"] }""", "Stdin: nobody types into a container of a fleet; use 'helios run --config', or leave it away")]
    [InlineData("""{ "environment": ["Network"] }""", "'Network' is no environment of clone_shim: Filesystem, Hostname, DomainName, Procfs, Stdin, Stdout, Stderr")]
    [InlineData("""{ "environment": [{ "Filesystem": { "host_path": "/x" } }] }""", "Filesystem needs host_path and environment_path")]
    [InlineData("""{ "triger": "Startup" }""", "unknown key 'triger'; did you mean 'trigger'?")]
    public void What_has_no_counterpart_is_refused_with_one_line(string entrypoint, string problem)
    {
        string line = Assert.Single(Assert.Throws<FleetFileException>(
            () => FleetFile.Parse($$"""{ "entrypoints": { "e": {{entrypoint}} } }""", "s.json", new FleetOverride("binary", "/opt/app"))).Lines);
        Assert.StartsWith("s.json:1:", line, StringComparison.Ordinal);
        Assert.EndsWith(problem, line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_void_specification_without_its_program_is_refused()
        => Assert.Contains("--set binary=", Assert.Throws<FleetFileException>(() => FleetFile.Parse(Void, "s.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_fleet_file_has_no_program_to_set()
        => Assert.Contains(
            "does not declare binary overridable",
            Assert.Throws<FleetFileException>(() => FleetFile.Parse("containers.a.command = [a]", "f", new FleetOverride("binary", "/x"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Forms_are_told_by_their_keys()
    {
        Assert.Equal(FleetForm.ContainerConfig, ForeignForms.FormOf(HoconParser.Parse(Container).Root));
        Assert.Equal(FleetForm.VoidSpecification, ForeignForms.FormOf(HoconParser.Parse(Void).Root));
        Assert.Equal(FleetForm.Fleet, ForeignForms.FormOf(HoconParser.Parse("containers { rootfs.command = [a] }").Root));
        Assert.Equal(FleetForm.Fleet, ForeignForms.FormOf(HoconObject.Empty));
    }
}
