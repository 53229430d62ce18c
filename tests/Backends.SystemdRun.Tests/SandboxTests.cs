using Helios.Backends.SystemdRun.Sandboxes;
using Helios.Contracts;
using Helios.Support;

namespace Helios.Backends.SystemdRun.Tests;

public sealed class SandboxTests
{
    [Fact]
    public void Rustainers_options_become_limits()
    {
        SandboxOptions options = SandboxOptions.Parse("box", "1,2", "512M", "/srv");
        Assert.Equal(("/srv/box", "1-2", ByteSize.FromMiB(512)), (options.Directory, options.Processors!.ToString(), options.Memory));
    }

    [Fact]
    public void Without_options_it_is_a_folder_named_container_with_all_processors_and_no_limit()
    {
        SandboxOptions options = SandboxOptions.Parse(null, null, null, "/srv");
        Assert.Equal(("/srv/container", null, null), (options.Directory, options.Processors, options.Memory));
        Assert.Equal("directory:  /srv/container\nprocessors: all\nmemory:     no limit\n", options.ToString());
    }

    [Theory]
    [InlineData(null, "x512Mjunk", "-m")]
    [InlineData(null, "512MM", "-m")]
    [InlineData("foo1", null, "-c")]
    [InlineData("1,,2", null, "-c")]
    public void What_rustainer_let_through_is_refused_with_its_option(string? processors, string? memory, string option)
    {
        FormatException refusal = Assert.Throws<FormatException>(() => SandboxOptions.Parse("d", processors, memory, "/srv"));
        Assert.StartsWith(option + ": ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_exists_is_refused_and_left_alone()
    {
        using TempTree files = new();
        files.Write("mine/note", "precious");
        IOException refusal = Assert.ThrowsAny<IOException>(() => Create(files, "mine"));
        Assert.Contains("exists already", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(files.At("mine", "note")));
        Assert.False(Directory.Exists(files.At("registry")));
    }

    [Fact]
    public void A_directory_whose_parent_is_not_there_is_refused_and_nothing_is_made()
    {
        using TempTree files = new();
        Assert.ThrowsAny<IOException>(() => Create(files, "no/such"));
        Assert.Empty(Directory.GetFileSystemEntries(files.Root));
    }

    [Fact]
    public void The_directory_is_there_for_the_run_and_gone_after_it()
    {
        using TempTree files = new();
        using (Sandbox sandbox = Create(files, "box"))
        {
            Assert.True(Directory.Exists(files.At("box")));
            ContainerSpec spec = sandbox.Spec(["/bin/sh"], terminal: true);
            Assert.Equal((RootSpec.Host, true, ByteSize.FromMiB(64)), (spec.Root, spec.Terminal, spec.Limits.Memory));
            Assert.Contains("64 MiB", sandbox.Greeting, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(files.Root));
    }

    [Fact]
    public void The_root_shows_in_the_directory_and_is_not_removed_through_it()
    {
        using TempTree files = new();
        using (Sandbox sandbox = Create(files, "box"))
        {
            sandbox.ShowRoot(Environment.ProcessId);
            Assert.True(Directory.Exists(files.At("box", "root", "proc")));
        }

        Assert.False(Path.Exists(files.At("box")));
        Assert.True(Directory.Exists("/proc/self"));
    }

    [Fact]
    public void A_directory_that_somebody_replaced_meanwhile_is_left_alone()
    {
        using TempTree files = new();
        using (Create(files, "box"))
        {
            Directory.Delete(files.At("box"), recursive: true);
            files.Write("box/note", "precious");
        }

        Assert.True(File.Exists(files.At("box", "note")));
    }

    [Fact]
    public void What_a_killed_sandbox_left_is_removed_by_the_next_and_what_lives_is_not()
    {
        using TempTree files = new();
        using Sandbox alive = Create(files, "alive");
        files.Write("dead/.helios-sandbox", "");
        files.Write("dead/work", "");
        files.Write("registry/s9.lock", "");
        files.Write("registry/s9.path", files.At("dead"));

        Assert.Equal([files.At("dead")], new SandboxRegistry(files.At("registry")).Sweep());

        Assert.False(Path.Exists(files.At("dead")));
        Assert.True(Directory.Exists(files.At("alive")));
        Assert.Equal(2, Directory.GetFiles(files.At("registry")).Length);
    }

    private static Sandbox Create(TempTree files, string directory)
        => Sandbox.Create(SandboxOptions.Parse(files.At(directory), null, "64M", "/"), new SandboxRegistry(files.At("registry")), ContainerId.Parse("s1"));
}
