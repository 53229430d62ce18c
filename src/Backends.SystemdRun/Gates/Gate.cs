using Helios.Linux;

namespace Helios.Backends.SystemdRun.Gates;

/// <summary>The main process of a unit and the payload's parent: a program of less than a kilobyte that needs nothing of the root it runs in.</summary>
/// <remarks>
/// systemd starts the payload, so it cannot be a child of ours that waits for us, and no tool of util-linux waits and then goes on as it is
/// told. Hence a program of our own, static, in the container's private folder: it waits, and then has a child of its own walk a spawn script, as a child of ours would.
/// </remarks>
internal static partial class Gate
{
    /// <summary>The number at which it has the first of the script's own descriptors; the socket and the script's file come before.</summary>
    internal const int FirstOfScript = 5;

    /// <summary>The whole executable.</summary>
    internal static byte[] Executable() => StaticProgram.Of(Waiting, SharedScript.Walker);
}
