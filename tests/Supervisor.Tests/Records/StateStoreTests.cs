using System.Diagnostics;
using Helios.Fleets;

namespace Helios.Supervisor.Tests;

public sealed class StateStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("helios-state-").FullName;
    private readonly List<string> _warnings = [];

    private string Folder => Path.Join(_root, "state");

    [Fact]
    public async Task What_was_put_is_there_when_the_process_is_killed_after_it_was_told_so()
    {
        StateStore store = Open();
        for (int i = 0; i < 50; i++)
        {
            store.Put(RecordDocumentTests.Some($"c{i}") with { Runs = i });
        }

        store.Put(new FleetRecord { SourcePath = "/f", MaxEvent = 9 });
        await store.WrittenAsync();
        store.Abandon();
        using StateStore again = Open();
        Assert.Equal(Enumerable.Range(0, 50), again.Containers.Select(static record => record.Runs).Order());
        Assert.Equal(("/f", 9), (again.Fleet.SourcePath, again.Fleet.MaxEvent));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void What_is_left_is_written_at_the_end_and_what_was_dropped_is_gone()
    {
        using (StateStore store = Open())
        {
            store.Put(RecordDocumentTests.Some("a"));
            store.Put(RecordDocumentTests.Some("b"));
            store.Drop(Fleets.Tests.Some.Id("a"), "web~1");
        }

        using (StateStore store = Open())
        {
            Assert.Equal("b", Assert.Single(store.Containers).Id.ToString());
            store.Drop(Fleets.Tests.Some.Id("b"), "web~9");
        }

        using StateStore again = Open();
        Assert.Empty(again.Containers);
    }

    [Fact]
    public void An_actor_that_goes_late_does_not_take_its_successors_record_along()
    {
        using (StateStore store = Open())
        {
            store.Put(RecordDocumentTests.Some("a") with { Actor = "a~1" });
            store.Put(RecordDocumentTests.Some("a") with { Actor = "a~2", Runs = 77 });
            store.Drop(Fleets.Tests.Some.Id("a"), "a~1");
        }

        using StateStore again = Open();
        Assert.Equal(77, Assert.Single(again.Containers).Runs);
    }

    [Fact]
    public void Everything_readable_is_used_and_each_of_the_rest_is_one_line()
    {
        using (StateStore store = Open())
        {
            store.Put(RecordDocumentTests.Some("a"));
            store.Put(RecordDocumentTests.Some("b"));
            store.Put(new FleetRecord { SourcePath = "/f" });
        }

        string containers = Path.Join(Folder, "containers");
        File.WriteAllBytes(Path.Join(containers, "a.0"), [1, 2, 3]);
        File.WriteAllBytes(Path.Join(containers, "c.0"), RecordEnvelope.Close(1, MessagePackFleet.Write(Hocon.HoconParser.Parse("name = c", name: "c").Root)));
        File.WriteAllText(Path.Join(containers, "README"), "somebody's own");
        File.WriteAllBytes(Path.Join(containers, "d.new"), [1]);
        using StateStore again = Open();
        Assert.Equal("b", Assert.Single(again.Containers).Id.ToString());
        Assert.Equal("/f", again.Fleet.SourcePath);
        Assert.Equal(
            [$"state: {containers}/a.0 is not a record of helios; it is passed over", "state: what is remembered of c makes no sense (member is missing); it is passed over"],
            _warnings.Select(static line => line.Replace("is damaged: it ends too early or is no MessagePack", "is not a record of helios", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_full_disk_is_told_once_and_everything_is_written_when_there_is_room()
    {
        Directory.CreateDirectory(Folder);
        using TinyFileSystem disk = TinyFileSystem.Mount(Folder, 16 * 4096);
        using (StateStore store = StateStore.Open(Folder, _warnings.Add, hasThreads: false))
        {
            for (int i = 0; i < 40; i++)
            {
                store.Put(RecordDocumentTests.Some($"c{i}"));
            }

            Assert.Matches(
                $"^state directory: (write|open) {Folder}/containers/c[0-9]+[.]new: no space left on device [(]ENOSPC[)]; what changes now is not remembered over a restart: make room",
                Assert.Single(_warnings));
            disk.Grow(1 << 20);
            store.Put(new FleetRecord { SourcePath = "/f" });
            Assert.Equal($"state directory {Folder}: it is written again", _warnings[1]);
        }

        using StateStore again = Open();
        Assert.Equal(40, again.Containers.Length);
    }

    [Fact]
    public void A_read_only_directory_is_read_and_told_once()
    {
        using (StateStore store = Open())
        {
            store.Put(RecordDocumentTests.Some("a"));
        }

        using ReadOnly mount = ReadOnly.Make(Folder);
        using StateStore again = Open();
        Assert.Equal("a", Assert.Single(again.Containers).Id.ToString());
        again.Put(RecordDocumentTests.Some("b"));
        Assert.True(again.WrittenAsync().IsCompleted);
        Assert.Equal(
            $"state directory {Folder}: read-only file system; what changes is not remembered over a restart: make room there or name another with --state-dir",
            Assert.Single(_warnings));
        Assert.ThrowsAny<IOException>(() => again.Forget());
    }

    [Fact]
    public void A_directory_that_others_may_use_is_not_believed()
    {
        using (StateStore store = Open())
        {
            store.Put(RecordDocumentTests.Some("a"));
        }

        File.SetUnixFileMode(Folder, File.GetUnixFileMode(Folder) | UnixFileMode.OtherWrite);
        using StateStore again = Open();
        Assert.Empty(again.Containers);
        Assert.StartsWith($"state directory {Folder} has mode 0702 and is open to others", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_supervisor_neither_reads_nor_writes_what_the_first_one_has()
    {
        using StateStore first = Open();
        first.Put(RecordDocumentTests.Some("a"));
        using StateStore second = Open();
        Assert.Empty(second.Containers);
        Assert.False(second.Writes);
        Assert.Contains("another daemon has it", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Forgetting_leaves_no_record()
    {
        using (StateStore store = Open())
        {
            store.Put(RecordDocumentTests.Some("a"));
            store.Put(new FleetRecord { SourcePath = "/f" });
        }

        using (StateStore store = Open())
        {
            Assert.Equal(1, store.Forget());
        }

        Assert.Empty(Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private StateStore Open() => StateStore.Open(Folder, line =>
    {
        lock (_warnings)
        {
            _warnings.Add(line);
        }
    });

    /// <summary>A directory that nobody can write to, for root neither.</summary>
    private sealed class ReadOnly(string path) : IDisposable
    {
        public void Dispose() => Run("umount", path);

        internal static ReadOnly Make(string path)
        {
            if (!Environment.IsPrivilegedProcess || !Run("mount", "--bind", path, path))
            {
                Assert.Skip("needs the right to mount");
            }

            ReadOnly made = new(path);
            Assert.True(Run("mount", "-o", "remount,bind,ro", path));
            return made;
        }

        private static bool Run(string program, params string[] arguments)
        {
            using Process process = Process.Start(program, arguments);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }
}
