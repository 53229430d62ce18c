using Helios.Support;

namespace Helios.Linux.Tests;

public sealed class OwnDirectoryTests : IDisposable
{
    private readonly TempTree _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void It_is_made_with_those_above_it_and_nobody_else_gets_in()
    {
        string path = _files.At("a", "b");
        OwnDirectory.Make(path);
        OwnDirectory.Make(path);
        Assert.Equal((UnixFileMode)Permissions.Octal0700, File.GetUnixFileMode(path));
        Assert.Equal((UnixFileMode)Permissions.Octal0700, File.GetUnixFileMode(_files.At("a")));
    }

    [Theory]
    [InlineData(Permissions.Octal0777, Permissions.Octal0700)]
    [InlineData(Permissions.Octal0755, Permissions.Octal0700)]
    [InlineData(Permissions.Octal0700 | (2 << 3), Permissions.Octal0711)]
    [InlineData(Permissions.Octal0700 | 2, Permissions.Octal0711)]
    public void One_that_is_found_open_to_others_is_refused(int found, int asked)
    {
        string path = _files.MakeFolder("open");
        File.SetUnixFileMode(path, (UnixFileMode)found);
        IOException refused = Assert.ThrowsAny<IOException>(() => OwnDirectory.Make(path, asked));
        Assert.Contains("open to others", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_others_may_only_pass_is_taken_where_that_was_asked_for()
    {
        string path = _files.MakeFolder("passable");
        File.SetUnixFileMode(path, (UnixFileMode)Permissions.Octal0711);
        OwnDirectory.Make(path, Permissions.Octal0711);
    }

    [Fact]
    public void A_link_is_refused_whatever_it_leads_to()
    {
        _files.MakeFolder("mine");
        File.SetUnixFileMode(_files.At("mine"), (UnixFileMode)Permissions.Octal0700);
        File.CreateSymbolicLink(_files.At("link"), _files.At("mine"));
        Assert.Throws<SyscallException>(() => OwnDirectory.Make(_files.At("link")));
    }

    [Fact]
    public void Somebody_elses_is_refused()
    {
        Needs.Root();
        string path = _files.MakeFolder("theirs");
        File.SetUnixFileMode(path, (UnixFileMode)Permissions.Octal0700);
        Tool.Run("chown", "1001", path).Expect();
        Assert.Contains("belongs to uid 1001", Assert.ThrowsAny<IOException>(() => OwnDirectory.Make(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_run_time_directory_is_never_in_the_shared_temporary_directory()
        => Assert.False(OwnDirectory.TryForRunTime("helios")?.StartsWith(Path.GetTempPath(), StringComparison.Ordinal) ?? false);
}
