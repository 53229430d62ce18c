using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Makes a pseudo terminal in the container's own devpts and hands its master side to the supervisor.</summary>
/// <remarks>The slave side comes from the master by TIOCGPTPEER, never by a path (runc CVE-2025-52565), and is mounted on /dev/console by descriptor.</remarks>
internal sealed class TerminalDevice(TerminalSize size, uint userId, bool console = true) : ChildStep
{
    private const string Label = "make the terminal";

    internal override LaunchStep Describe() => Step(
        "terminal", $"make a pseudo terminal of {size.Columns} by {size.Rows}, also as /dev/console, and hand it to the supervisor");

    internal override void Emit(ChildScript script)
    {
        const long flags = OpenFlags.O_RDWR | OpenFlags.O_NOCTTY | OpenFlags.O_CLOEXEC;
        SpawnResult master = script.Call(Label, Sys.openat, OpenFlags.AT_FDCWD, script.Text("/dev/pts/ptmx"), flags, 0);
        script.Call(Label, Sys.ioctl, master, Ioctls.TIOCSPTLCK, script.Script.Struct(0));
        SpawnResult slave = script.Call(Label, Sys.ioctl, master, Ioctls.TIOCGPTPEER, flags);
        script.Call("set the size of the terminal", Sys.ioctl, slave, Ioctls.TIOCSWINSZ,
            script.Script.Struct(new WindowSize { Rows = size.Rows, Columns = size.Columns }));
        if (userId != 0)
        {
            script.Call("give the terminal to the user", Sys.fchown, slave, userId, -1);
        }

        if (console)
        {
            const string label = "mount the terminal on /dev/console";
            script.MakeFile("/dev/console");
            SpawnResult tree = script.Call(label, Sys.open_tree, slave, script.Text(""), OpenFlags.AT_EMPTY_PATH | MountApi.OPEN_TREE_CLONE | MountApi.OPEN_TREE_CLOEXEC);
            script.Attach(label, tree, "/dev/console");
        }

        DescriptorMessage.Send(script, "hand the terminal to the supervisor", master);
        script.Call(Label, Sys.close, master);
        script.TerminalSlave = slave;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        internal ushort Rows;
        internal ushort Columns;
        internal ushort PixelWidth;
        internal ushort PixelHeight;
    }
}
