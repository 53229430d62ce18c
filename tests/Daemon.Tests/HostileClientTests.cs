using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Helios.Control;
using Helios.Linux;

namespace Helios.Daemon.Tests;

/// <summary>Whatever one client does to a whole daemon with running containers, the other clients and the containers do not notice.</summary>
public sealed class HostileClientTests : IDisposable
{
    private const string One = "hostile-test-one";
    private const string Two = "hostile-test-two";

    // A managed heap takes what the machine offers before it collects; what is guarded against is growth with what a client sends.
    private const long MostGrowth = 128L << 20;

    private readonly LiveDaemon _daemon = LiveDaemon.Begin();
    private readonly Random _chance = new(4711);
    private readonly string _before;

    public HostileClientTests()
    {
        try
        {
            _daemon.Helios("run", "-d", "--stop-timeout", "0", "--name", One, "--", "sleep", "1000").Good();
            _daemon.Helios("run", "-d", "--stop-timeout", "0", "--name", Two, "--", "sleep", "1000").Good();
            _before = Containers();
        }
        catch
        {
            _daemon.Dispose();
            throw;
        }
    }

    public void Dispose() => _daemon.Dispose();

    [Fact]
    public void Garbage_is_refused()
    {
        using ControlClient other = _daemon.Connect();
        foreach (int length in (int[])[1, 2, 7, 64, 1000, 65_000, ControlProtocol.MostRequestBytes])
        {
            byte[] body = new byte[length];
            _chance.NextBytes(body);
            using UnixSocket socket = UnixSocket.Connect(_daemon.Socket);
            Send(socket, [.. Header((uint)length), .. body]);
            ReadToEnd(socket);
            Unharmed(other);
        }

        foreach (string text in (string[])["GET / HTTP/1.1\r\n\r\n", "SSH-2.0-OpenSSH_9.9\r\n", new string('\0', 4096), new string('\xff', 100_000)])
        {
            using UnixSocket socket = UnixSocket.Connect(_daemon.Socket);
            Send(socket, System.Text.Encoding.Latin1.GetBytes(text));
            ReadToEnd(socket);
            Unharmed(other);
        }
    }

    [Fact]
    public void A_declared_length_of_4_GiB_is_refused_and_takes_no_memory()
    {
        using ControlClient other = _daemon.Connect();
        long before = PeakMemory();
        for (int round = 0; round < 20; round++)
        {
            using UnixSocket socket = UnixSocket.Connect(_daemon.Socket);
            Send(socket, Header(uint.MaxValue));
            Send(socket, new byte[1 << 20]);
            ReadToEnd(socket);
        }

        Assert.InRange(PeakMemory() - before, 0, MostGrowth);
        Unharmed(other);
    }

    [Fact]
    public void A_client_killed_at_any_byte_of_a_request_has_asked_for_nothing()
    {
        byte[][] requests =
        [
            Bytes(new Request.Change(One, ChangeVerb.Stop)),
            Bytes(new Request.Exec(One) { Command = ["sh", "-c", "kill -9 -1"], Terminal = true }),
            Bytes(new Request.Down([Two])),
            Bytes(new Request.ShutDown()),
        ];
        using ControlClient other = _daemon.Connect();
        Unharmed(other);
        int descriptors = Descriptors();
        foreach (byte[] request in requests)
        {
            for (int cut = 0; cut < 16; cut++)
            {
                using (UnixSocket socket = UnixSocket.Connect(_daemon.Socket))
                {
                    Send(socket, request.AsSpan(0, _chance.Next(request.Length)));
                }

                Unharmed(other);
            }
        }

        // The server reads the ends of connections in its own time, and each answer is some of it.
        for (int asked = 0; Descriptors() > descriptors; asked++)
        {
            Assert.True(asked < 10_000, $"the daemon has {Descriptors()} descriptors open, and had {descriptors}");
            Unharmed(other);
        }
    }

    [Fact]
    public async Task A_client_that_never_reads_is_disconnected_and_memory_stays_bounded()
    {
        byte[] request = Bytes(new Request.Inspect(One));
        using ControlClient other = _daemon.Connect();
        Unharmed(other);
        long before = PeakMemory();
        Task[] deaf = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using UnixSocket socket = UnixSocket.Connect(_daemon.Socket);
                while (Send(socket, request))
                {
                }
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        while (!Task.WhenAll(deaf).IsCompleted)
        {
            Unharmed(other);
            Assert.InRange(PeakMemory() - before, 0, MostGrowth);
            await Task.Yield();
        }

        await Task.WhenAll(deaf);
        Unharmed(other);
    }

    [Fact]
    public async Task Fifty_clients_at_once_are_all_served()
    {
        const int Count = 50;
        using ControlClient other = _daemon.Connect();
        using Barrier allConnected = new(Count);
        Task<int>[] clients = [.. Enumerable.Range(0, Count).Select(number => Task.Factory.StartNew(
            () =>
            {
                using ControlClient client = _daemon.Connect();
                client.Ask<Reply.Daemon>(new Request.GetDaemon());
                Assert.True(allConnected.SignalAndWait(TimeSpan.FromMinutes(1)));
                string name = number % 2 == 0 ? One : Two;
                Assert.Contains($"\"{name}\"", client.Ask<Reply.Document>(new Request.Inspect(name)).Json, StringComparison.Ordinal);
                Assert.Equal(2, client.Ask<Reply.Containers>(new Request.List()).Lines.Length);
                using FileFd nothing = FileFd.Open("/dev/null", OpenFlags.O_RDWR);
                Request.Exec exec = new(name) { Command = ["sh", "-c", $"exit {number}"] };
                Reply.Session session = client.Ask<Reply.Session>(exec, null, nothing, nothing, nothing);
                return client.Ask<Reply.Ended>(new Request.WaitSession(name, session.Name)).Code;
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Assert.Equal(Enumerable.Range(0, Count), await Task.WhenAll(clients));
        Unharmed(other);
    }

    // Another client is answered, the same containers run, and their processes are the same.
    private void Unharmed(ControlClient other)
    {
        Assert.Equal(_before, Containers(other));
        using ControlClient fresh = _daemon.Connect();
        Assert.Equal(_before, Containers(fresh));
    }

    private string Containers()
    {
        using ControlClient client = _daemon.Connect();
        return Containers(client);
    }

    private static string Containers(ControlClient client)
        => string.Join(", ", client.Ask<Reply.Containers>(new Request.List(All: true)).Lines.Select(static line =>
        {
            Assert.True(Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{line.ProcessId}")), $"{line.Name}: {line.State}");
            return $"{line.Name} {line.State} {line.ProcessId} {line.Runs}";
        }));

    private int Descriptors() => Directory.GetFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{_daemon.Process.Id}/fd")).Length;

    private long PeakMemory()
    {
        string line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_daemon.Process.Id}/status")).First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) << 10;
    }

    private static byte[] Header(uint length)
    {
        byte[] header = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(header, length);
        return header;
    }

    private static byte[] Bytes(Request request)
    {
        using FrameWriter output = new(MemoryPool<byte>.Shared);
        new Frame<Request>(1, false, 0, request).WriteTo(output, RequestFormatter.Instance, ControlProtocol.MostRequestBytes);
        return output.Written.ToArray();
    }

    /// <returns>False when the daemon has hung up.</returns>
    private static bool Send(UnixSocket socket, ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[socket.Send(bytes)..];
            }

            return true;
        }
        catch (SyscallException gone) when (gone.Errno is Errno.EPIPE or Errno.ECONNRESET)
        {
            return false;
        }
    }

    // The daemon hangs up: anything else would wait for ever, or fail the test.
    private static void ReadToEnd(UnixSocket socket)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            do
            {
                Assert.True(Poll.WaitReadable(socket, TimeSpan.FromMinutes(1)), "the daemon neither answers nor hangs up");
            }
            while (socket.Receive(buffer, []) > 0);
        }
        catch (SyscallException gone) when (gone.Errno == Errno.ECONNRESET)
        {
            // It hung up while there was more to read.
        }
    }
}
