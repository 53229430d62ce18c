using Helios.Contracts;
using Helios.Isolation;
using Helios.Linux;
using Helios.Support;

namespace Helios.Backends.Namespaces.Tests.Kernel;

/// <summary>Attacks by what lies where a launch looks for the sources of its mounts; each is made against a weakened launcher too, as in <see cref="AttackTests"/>.</summary>
[Collection("kernel")]
public sealed class SourceAttackTests
{
    private const string Look = "cat /x/key 2>/dev/null || echo nothing";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_volume_is_found_through_a_link_in_a_volume_of_the_same_launch(bool byRoot)
    {
        // Report, section 4: a folder in a volume was swapped for a link, and the next start showed what it led to.
        using BusyboxRoot root = new();
        using TempTree tree = new();
        Directory.CreateDirectory(tree.At("secret"));
        File.WriteAllText(tree.At("secret/key"), "stolen\n");
        string volume = byRoot ? root.Path : Directory.CreateDirectory(tree.At("volume")).FullName;
        File.CreateSymbolicLink(Path.Join(volume, "sub"), tree.At("secret"));
        MountSpec given = new MountSpec.Bind { Source = Path.Join(volume, "sub"), Target = "/x" };
        ContainerSpec spec = ContainerRun.Shell(Look) with
        {
            Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path },
            Mounts = byRoot ? [given] : [given, new MountSpec.Bind { Source = volume, Target = "/v" }],
        };
        await Refused(spec, "containers may write to");
        Assert.Equal("stolen\n", (await ContainerRun.ToEnd(spec, leftOut: Fence.Sources)).Output);
    }

    [Fact]
    public async Task No_volume_is_found_through_a_link_that_another_container_has_left()
    {
        using TempTree tree = new();
        Directory.CreateDirectory(tree.At("secret"));
        File.WriteAllText(tree.At("secret/key"), "stolen\n");
        string volume = Directory.CreateDirectory(tree.At("volume")).FullName;
        if (!KernelFile.TrySetAttribute(tree.At("secret"), "trusted.helios.test", "1"u8))
        {
            Assert.Skip($"{tree.Root} lies on a file system without trusted attributes, which remember that a container has written there");
        }

        ContainerRun left = await ContainerRun.ToEnd(
            ContainerRun.Shell($"ln -s {tree.At("secret")} /v/sub && mkdir /v/own && echo mine >/v/own/key") with { Mounts = [new MountSpec.Bind { Source = volume, Target = "/v" }] });
        Assert.Equal(0, left.Cause.Code);
        ContainerSpec spec = ContainerRun.Shell(Look) with { Mounts = [new MountSpec.Bind { Source = Path.Join(volume, "sub"), Target = "/x", ReadOnly = true }] };
        await Refused(spec, "containers may write to");
        Assert.Equal("stolen\n", (await ContainerRun.ToEnd(spec, leftOut: Fence.Sources)).Output);

        // What is no link is used as ever.
        Assert.Equal(
            ["mine"], await ContainerRun.LinesOf(ContainerRun.Shell(Look) with { Mounts = [new MountSpec.Bind { Source = Path.Join(volume, "own"), Target = "/x" }] }));
    }

    [Fact]
    public async Task No_volume_is_found_through_a_link_of_the_kernels()
    {
        using TempTree tree = new();
        File.WriteAllText(tree.At("key"), "found\n");
        ContainerSpec spec = ContainerRun.Shell(Look) with { Mounts = [new MountSpec.Bind { Source = "/proc/self/root" + tree.Root, Target = "/x" }] };
        await Refused(spec, "is a link of the kernel's");
        Assert.Equal("found\n", (await ContainerRun.ToEnd(spec, leftOut: Fence.Sources)).Output);
    }

    [Fact]
    public async Task Links_of_the_hosts_own_are_followed()
    {
        using TempTree tree = new();
        Directory.CreateDirectory(tree.At("a/b"));
        File.WriteAllText(tree.At("a/b/key"), "found\n");
        File.CreateSymbolicLink(tree.At("absolute"), tree.At("a"));
        Directory.CreateDirectory(tree.At("c"));
        File.CreateSymbolicLink(tree.At("c/relative"), "../absolute/./b");
        ContainerSpec spec = ContainerRun.Shell(Look) with { Mounts = [new MountSpec.Bind { Source = tree.At("c/relative"), Target = "/x" }] };
        Assert.Equal(["found"], await ContainerRun.LinesOf(spec));
    }

    [Fact]
    public async Task A_ring_of_links_ends()
    {
        using TempTree tree = new();
        File.CreateSymbolicLink(tree.At("a"), tree.At("b"));
        File.CreateSymbolicLink(tree.At("b"), tree.At("a"));
        ContainerSpec spec = ContainerRun.Shell(Look) with { Mounts = [new MountSpec.Bind { Source = tree.At("a/x"), Target = "/x" }] };
        await Assert.ThrowsAsync<BackendException>(() => ContainerRun.ToEnd(spec));
    }

    [Theory]
    [InlineData(Fence.None)]
    [InlineData(Fence.Sources)]
    public async Task What_a_source_is_is_decided_by_what_was_opened_for_the_start(Fence leftOut)
    {
        // A look by name decided before the start; now whoever swaps the source gets what belongs to what he has put there.
        Needs.Root();
        using TempTree tree = new();
        File.WriteAllText(tree.At("source"), "");
        ContainerSpec spec = ContainerRun.Shell("head -c 4 /x/disk 2>/dev/null | wc -c; cat /x/key") with { Mounts = [new MountSpec.Bind { Source = tree.At("source"), Target = "/x" }] };
        using NamespacesBackend backend = new(ContainerRun.Options with { LeftOut = leftOut });
        using Pipe output = Pipe.Create();
        NamespacesContainer container = backend.Prepare(spec, new ContainerIo { Output = ContainerRun.Handle(output.WriteEnd) });
        await using (container.ConfigureAwait(false))
        {
            File.Delete(tree.At("source"));
            Directory.CreateDirectory(tree.At("source"));
            File.WriteAllText(tree.At("source/key"), "key");
            Tool.Run("mknod", tree.At("source/disk"), "c", "1", "5").Expect();
            if (leftOut != Fence.None)
            {
                Assert.Equal(Errno.EINVAL, Assert.IsType<SpawnException>(Assert.Throws<BackendException>(container.Start).InnerException).Errno);
                return;
            }

            container.Start();
            output.WriteEnd.Dispose();
            await container.Exited;
            Memory<byte> buffer = new byte[64];
            Assert.Equal("0\nkey", System.Text.Encoding.UTF8.GetString(buffer.Span[..output.ReadEnd.Read(buffer.Span)]));
        }
    }

    private static async Task Refused(ContainerSpec spec, string why)
    {
        BackendException refusal = await Assert.ThrowsAsync<BackendException>(() => ContainerRun.ToEnd(spec));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }
}
