using Helios.Linux;
using Helios.Support;

namespace Helios.Supervisor.Tests;

/// <summary>Log files go where they were meant to go, whatever somebody puts in their place (Nomad CVE-2026-6959).</summary>
public sealed class LogPlaceTests : IDisposable
{
    private readonly TempTree _files = new();
    private readonly string _logs;

    public LogPlaceTests()
    {
        _logs = _files.MakeFolder("logs");
        File.SetUnixFileMode(_logs, (UnixFileMode)Permissions.Octal0700);
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_file_is_its_owners_alone()
    {
        using LogPlace place = LogPlace.Open(_logs, []);
        place.Append("web.log").Dispose();
        Assert.Equal((UnixFileMode)Permissions.Octal0600, File.GetUnixFileMode(Path.Join(_logs, "web.log")));
    }

    [Theory]
    [InlineData("symbolic")]
    [InlineData("hard")]
    public void A_link_in_the_place_of_a_file_takes_nothing(string kind)
    {
        string victim = _files.Write("victim", "before");
        if (kind == "hard")
        {
            Tool.Run("ln", victim, Path.Join(_logs, "web.log")).Expect();
        }
        else
        {
            File.CreateSymbolicLink(Path.Join(_logs, "web.log"), victim);
        }

        using LogPlace place = LogPlace.Open(_logs, []);
        Assert.ThrowsAny<IOException>(() => place.Append("web.log"));
        Assert.Equal("before", File.ReadAllText(victim));
    }

    [Fact]
    public void What_the_directorys_name_becomes_later_does_not_matter()
    {
        using LogPlace place = LogPlace.Open(_logs, []);
        Directory.Move(_logs, _files.At("moved"));
        File.CreateSymbolicLink(_logs, _files.MakeFolder("elsewhere"));
        place.Append("web.log").Dispose();
        Assert.True(File.Exists(_files.At("moved", "web.log")));
        Assert.Empty(Directory.GetFiles(_files.At("elsewhere")));
        Assert.ThrowsAny<IOException>(() => LogPlace.Open(_logs, []));
    }

    [Theory]
    [InlineData("logs", "logs")]
    [InlineData("", "logs")]
    [InlineData("other/../link", "logs/deep")]
    public void A_directory_that_the_container_may_write_to_is_refused_by_whatever_name(string volume, string directory)
    {
        _files.MakeFolder("other");
        File.CreateSymbolicLink(_files.At("link"), _logs);
        Directory.CreateDirectory(_files.At(directory), (UnixFileMode)Permissions.Octal0700);
        IOException refusal = Assert.ThrowsAny<IOException>(() => LogPlace.Open(_files.At(directory), [_files.At(volume)]));
        Assert.Contains("may not hold its own log", refusal.Message, StringComparison.Ordinal);

        // What it holds below or beside the directory is another matter.
        LogPlace.Open(_files.At("logs"), [_files.At("other"), _files.MakeFolder("logs/below"), _files.At("missing")]).Dispose();
    }

    [Fact]
    public void A_directory_that_others_may_write_to_is_refused()
    {
        File.SetUnixFileMode(_logs, (UnixFileMode)Permissions.Octal0777);
        Assert.Contains("others may write", Assert.ThrowsAny<IOException>(() => LogPlace.Open(_logs, [])).Message, StringComparison.Ordinal);
    }
}
