namespace Helios.Linux.Tests;

public sealed class UnixSocketTests
{
    [Fact]
    public void Descriptors_travel_with_the_bytes_and_arrive_close_on_exec()
    {
        (UnixSocket first, UnixSocket second) = UnixSocket.CreatePair();
        using (first)
        using (second)
        using (Pipe pipe = Pipe.Create())
        {
            Assert.Equal(5, first.Send("hello"u8, pipe.ReadEnd, pipe.WriteEnd));
            List<FileFd> received = [];
            byte[] buffer = new byte[16];
            Assert.Equal(5, second.Receive(buffer, received));
            Assert.Equal("hello"u8.ToArray(), buffer[..5]);
            Assert.Equal(2, received.Count);
            DescriptorIo.WriteAll(received[1], "x"u8);
            Assert.Equal(1, pipe.ReadEnd.Read(buffer));
            string flags = File.ReadLines($"/proc/self/fdinfo/{received[0].Number}").Single(line => line.StartsWith("flags:", StringComparison.Ordinal));
            Assert.Equal(OpenFlags.O_CLOEXEC, Convert.ToInt64(flags[6..].Trim(), 8) & OpenFlags.O_CLOEXEC);
            received.ForEach(descriptor => descriptor.Dispose());
        }
    }

    [Fact]
    public void Receive_after_the_peer_has_closed_is_end_of_file()
    {
        (UnixSocket first, UnixSocket second) = UnixSocket.CreatePair(SocketConstants.SOCK_STREAM);
        using (second)
        {
            first.Dispose();
            Assert.Equal(0, second.Receive(new byte[1], []));
            Assert.Equal(Errno.EPIPE, Assert.Throws<SyscallException>(() => second.Send("x"u8)).Errno);
        }
    }

    [Fact]
    public void A_child_can_send_what_it_opened()
    {
        (UnixSocket ours, UnixSocket theirs) = UnixSocket.CreatePair();
        using Launcher launcher = new();
        using (ours)
        using (SpawnScript script = new())
        {
            // What a backend does to get a terminal out of a container: open, put the number into a control message, send.
            SpawnResult opened = script.Call("open /dev/null", Sys.openat, OpenFlags.AT_FDCWD, script.Text("/dev/null"), OpenFlags.O_RDONLY, 0);
            SpawnBuffer vector = script.Reserve(16);
            script.SetPointer(vector, 0, script.Bytes("!"u8));
            script.SetBytes(vector, 8, [1]);
            SpawnBuffer control = script.Reserve(24);
            script.SetBytes(control, 0, [20]);
            script.SetBytes(control, 8, [1, 0, 0, 0, 1]);
            script.StoreResult(opened, control, 16, bytes: 4);
            SpawnBuffer message = script.Reserve(56);
            script.SetPointer(message, 16, vector);
            script.SetBytes(message, 24, [1]);
            script.SetPointer(message, 32, control);
            script.SetBytes(message, 40, [24]);
            script.Call("send it", new SpawnRule { RequiredResult = 1 }, Sys.sendmsg, theirs, message, 0);
            using SpawnedProcess process = launcher.Launch(script, new SpawnRequest());
            Assert.Equal(0, process.Wait().Code);
            List<FileFd> received = [];
            Assert.Equal(1, ours.Receive(new byte[4], received));
            using FileFd descriptor = Assert.Single(received);
            Assert.Equal("/dev/null", File.ResolveLinkTarget($"/proc/self/fd/{descriptor.Number}", false)!.FullName);
        }

        theirs.Dispose();
    }
}
