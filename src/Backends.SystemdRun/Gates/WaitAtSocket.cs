using Helios.Backends.Namespaces.Steps;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Gates;

/// <summary>The gate's wait, which is over when a script can be walked at all; what is left to do is to get the socket out of the payload's way.</summary>
internal sealed class WaitAtSocket(string path) : ChildStep
{
    internal override LaunchStep Describe() => Step("hold", $"wait at the synchronization socket {path}; if the launcher dies, die");

    internal override void Emit(ChildScript script)
    {
        const string label = "keep the synchronization socket until exec";
        const int firstExtra = 3;
        script.Call(label, Sys.fcntl, Gate.Socket, FcntlCommands.F_DUPFD_CLOEXEC, firstExtra + script.Descriptors.Extra.Count);
        script.Call(label, Sys.close, Gate.Socket);
    }
}
