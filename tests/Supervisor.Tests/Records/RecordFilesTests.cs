using System.Text;

namespace Helios.Supervisor.Tests;

public sealed class RecordFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helios-records-").FullName;

    [Fact]
    public void The_newest_generation_counts_and_the_one_before_it_stays()
    {
        RecordFiles files = Files();
        Write(files, "web", "one");
        files.Sync("web");
        Write(files, "web", "two");
        files.Sync("web");
        Assert.Equal(["web.0", "web.1"], Names());
        Assert.Equal("two", Read("web"));
        Write(files, "web", "three");
        Assert.Equal(["web.0", "web.1"], Names());
        Assert.Equal("three", Read("web"));
    }

    [Fact]
    public void What_is_known_to_be_on_the_disk_is_not_written_over()
    {
        RecordFiles files = Files();
        Write(files, "web", "durable");
        files.Sync("web");
        for (int i = 0; i < 5; i++)
        {
            Write(files, "web", $"not yet {i}");
        }

        // A power cut: what was not on the disk is nonsense now.
        File.WriteAllBytes(Path.Join(_directory, "web.1"), new byte[100]);
        List<string> faults = [];
        Assert.Equal("durable", Read("web", faults));
        Assert.Contains("web.1 is damaged", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_cut_off_anywhere_or_has_a_wrong_bit_is_passed_over_and_told()
    {
        Write(Files(), "web", "what was");
        string path = Path.Join(_directory, "web.0");
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            List<string> faults = [];
            Assert.Null(Read("web", faults));
            Assert.Single(faults);
        }

        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] wrong = [.. whole];
            wrong[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, wrong);
            List<string> faults = [];
            Assert.Null(Read("web", faults));
            Assert.Single(faults);
        }
    }

    [Fact]
    public void A_file_of_a_newer_format_is_told_and_left()
    {
        byte[] newer = RecordEnvelope.Close(7, "x"u8);
        newer[14] = RecordEnvelope.Version + 1;
        File.WriteAllBytes(Path.Join(_directory, "web.0"), newer);
        List<string> faults = [];
        Assert.Null(Read("web", faults));
        Assert.Equal($"{Path.Join(_directory, "web.0")} was written by a newer helios (format 2, this one reads 1)", Assert.Single(faults));
        Assert.Equal(newer, File.ReadAllBytes(Path.Join(_directory, "web.0")));
    }

    [Fact]
    public void Whoever_is_killed_at_any_step_of_writing_leaves_the_old_one_or_the_new_one()
    {
        Assert.All((string[])["write", "rename", "sync"], step =>
        {
            RecordFiles files = Files();
            Write(files, "web", "old");
            files.Sync("web");
            files.Before = KillAt(step);
            Assert.Throws<KilledException>(() =>
            {
                Write(files, "web", "new");
                files.Sync("web");
            });
            Assert.Equal(step == "sync" ? "new" : "old", Read("web"));
            Files().Remove("web");
        });
    }

    [Fact]
    public void Whoever_is_killed_while_removing_brings_nothing_older_back()
    {
        foreach (string step in (string[])["remove the older", "remove the newest"])
        {
            RecordFiles files = Files();
            Write(files, "web", "old");
            files.Sync("web");
            Write(files, "web", "newest");
            files.Before = KillAt(step);
            Assert.Throws<KilledException>(() => files.Remove("web"));
            Assert.Equal("newest", Read("web"));
            RecordFiles after = Files();
            after.Read(static _ => { });
            after.Remove("web");
            Assert.Empty(Names());
        }
    }

    [Fact]
    public void What_is_written_under_a_removed_name_is_newer_than_what_a_power_cut_brings_back()
    {
        RecordFiles files = Files();
        Write(files, "web", "first");
        files.Sync("web");
        byte[] removed = File.ReadAllBytes(Path.Join(_directory, "web.0"));
        files.Remove("web");
        Write(files, "web", "second");
        File.WriteAllBytes(Path.Join(_directory, "web.1"), removed);
        Assert.Equal("second", Read("web"));
    }

    [Fact]
    public void Names_with_dots_are_told_apart()
    {
        RecordFiles files = Files();
        foreach (string name in (string[])["web", "web.0", "web.new", "web.0.1"])
        {
            Write(files, name, name);
        }

        Assert.Equal(["web", "web.0", "web.0.1", "web.new"], Files().Read(Assert.Fail).Select(static one => one.Name).Order(StringComparer.Ordinal));
        Assert.All(Files().Read(Assert.Fail), static one => Assert.Equal(one.Name, Encoding.UTF8.GetString(one.Record)));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static Action<string, string> KillAt(string step) => (now, _) =>
    {
        if (now == step)
        {
            throw new KilledException();
        }
    };

    private static void Write(RecordFiles files, string name, string text) => files.Write(name, Encoding.UTF8.GetBytes(text));

    private RecordFiles Files() => new(_directory);

    private string? Read(string name, List<string>? faults = null)
        => Files().Read(fault => (faults ?? []).Add(fault)).Where(one => one.Name == name).Select(static one => Encoding.UTF8.GetString(one.Record)).SingleOrDefault();

    private string[] Names() => [.. Directory.EnumerateFiles(_directory).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private sealed class KilledException : Exception;
}
