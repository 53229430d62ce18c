using System.Text;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Brings the loopback interface of a new network namespace up, without running anything of the image.</summary>
internal sealed class LoopbackUp : ChildStep
{
    private const int InterfaceRequestBytes = 40;
    private const int FlagsOffset = 16;

    internal override LaunchStep Describe() => Step("loopback", "bring the loopback interface up");

    // The kernel gives lo its addresses when it comes up. See SIOCSIFFLAGS in netdevice(7).
    internal override void Emit(ChildScript script)
    {
        Span<byte> request = stackalloc byte[InterfaceRequestBytes];
        request.Clear();
        Encoding.ASCII.GetBytes("lo", request);
        BitConverter.TryWriteBytes(request[FlagsOffset..], (short)(SocketConstants.IFF_UP | SocketConstants.IFF_RUNNING));
        const string label = "bring the loopback interface up";
        SpawnResult socket = script.Call(label, Sys.socket, SocketConstants.AF_INET, SocketConstants.SOCK_DGRAM | SocketConstants.SOCK_CLOEXEC, 0);
        script.Call(label, Sys.ioctl, socket, Ioctls.SIOCSIFFLAGS, script.Script.Bytes(request));
        script.Call(label, Sys.close, socket);
    }
}
