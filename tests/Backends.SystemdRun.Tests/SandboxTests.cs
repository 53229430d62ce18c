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
        IOException refusal = Assert.Throws<IOException>(() => Sandbox.Create(SandboxOptions.Parse(files.At("mine"), null, null, "/")));
        Assert.Contains("exists already", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(files.At("mine", "note")));
    }

    [Fact]
    public void The_directory_is_there_for_the_run_and_gone_after_it()
    {
        using TempTree files = new();
        using (Sandbox sandbox = Sandbox.Create(SandboxOptions.Parse(files.At("box"), null, "64M", "/")))
        {
            Assert.True(Directory.Exists(files.At("box")));
            ContainerSpec spec = sandbox.Spec(ContainerId.Parse("s1"));
            Assert.Equal((RootSpec.Host, true, ByteSize.FromMiB(64)), (spec.Root, spec.Terminal, spec.Limits.Memory));
            Assert.Contains("64 MiB", sandbox.Greeting, StringComparison.Ordinal);
        }

        Assert.False(Path.Exists(files.At("box")));
    }

    [Fact]
    public void A_directory_that_somebody_replaced_meanwhile_is_left_alone()
    {
        using TempTree files = new();
        using (Sandbox.Create(SandboxOptions.Parse(files.At("box"), null, null, "/")))
        {
            Directory.Delete(files.At("box"), recursive: true);
            files.Write("box/note", "precious");
        }

        Assert.True(File.Exists(files.At("box", "note")));
    }
}
