using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Helios.Support;

namespace Helios.Linux.Tests;

public sealed class SpawnStubTests
{
    [Fact]
    public void The_embedded_bytes_are_what_the_listing_assembles_to()
        => AssembledListing.IsEmbeddedAs(Convert.ToHexString(SpawnStubX64.Code), "src", "Linux", "Spawn", "SpawnStub.x64.S");

    [Fact]
    public void The_walker_begins_where_the_listing_says()
    {
        Needs.X64();
        Needs.Tool("as");
        Needs.Tool("nm");
        using TempTree temp = new();
        Tool.Run("as", "-o", temp.At("stub.o"), Repository.PathOf("src", "Linux", "Spawn", "SpawnStub.x64.S")).Expect();
        Assert.Contains($"{SpawnStubX64.Walk:x16} T spawn_walk", Tool.Run("nm", temp.At("stub.o")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_structs_have_the_offsets_that_the_listing_names()
    {
        Assert.Equal(88, Unsafe.SizeOf<SpawnRecord>());
        Assert.Equal(0, OffsetOf<SpawnRecord>(nameof(SpawnRecord.Number)));
        Assert.Equal(8, OffsetOf<SpawnRecord>(nameof(SpawnRecord.Arguments)));
        Assert.Equal(56, OffsetOf<SpawnRecord>(nameof(SpawnRecord.Result)));
        Assert.Equal(SpawnRecord.ResultOffset, OffsetOf<SpawnRecord>(nameof(SpawnRecord.Result)));
        Assert.Equal(64, OffsetOf<SpawnRecord>(nameof(SpawnRecord.Flags)));
        Assert.Equal(72, OffsetOf<SpawnRecord>(nameof(SpawnRecord.Tolerated)));
        Assert.Equal(80, OffsetOf<SpawnRecord>(nameof(SpawnRecord.Required)));

        Assert.Equal(0, OffsetOf<SpawnCall>(nameof(SpawnCall.First)));
        Assert.Equal(8, OffsetOf<SpawnCall>(nameof(SpawnCall.End)));
        Assert.Equal(16, OffsetOf<SpawnCall>(nameof(SpawnCall.Page)));
        Assert.Equal(24, OffsetOf<SpawnCall>(nameof(SpawnCall.AllSignals)));
        Assert.Equal(32, OffsetOf<SpawnCall>(nameof(SpawnCall.SavedMask)));
        Assert.Equal(40, OffsetOf<SpawnCall>(nameof(SpawnCall.Announce)));
        Assert.Equal(48, OffsetOf<SpawnCall>(nameof(SpawnCall.Pid)));
        Assert.Equal(52, OffsetOf<SpawnCall>(nameof(SpawnCall.PidFd)));
        Assert.Equal(56, OffsetOf<SpawnCall>(nameof(SpawnCall.Clone)));
        Assert.Equal(88, Unsafe.SizeOf<Libc.clone_args>());

        Assert.Equal(0, OffsetOf<SpawnPage>(nameof(SpawnPage.Phase)));
        Assert.Equal(4, OffsetOf<SpawnPage>(nameof(SpawnPage.Outcome)));
        Assert.Equal(8, OffsetOf<SpawnPage>(nameof(SpawnPage.Index)));
        Assert.Equal(16, OffsetOf<SpawnPage>(nameof(SpawnPage.Value)));
        Assert.Equal(24, OffsetOf<SpawnPage>(nameof(SpawnPage.NestedPid)));
    }

    private static int OffsetOf<T>(string field) => (int)Marshal.OffsetOf<T>(field);
}
