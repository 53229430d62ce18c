using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>What the child tells the parent. It lies in a MAP_SHARED page, so a child with a copy of the memory writes the same one.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SpawnPage
{
    /// <summary>Phase: clone3 is under way.</summary>
    internal const uint Cloning = 0;

    /// <summary>Phase: the child exists; its pid and pidfd are in the call.</summary>
    internal const uint Running = 1;

    /// <summary>Phase: clone3 has returned in the parent; the child has called exec, or ended.</summary>
    internal const uint Done = 2;

    /// <summary>Outcome: no step failed.</summary>
    internal const uint NoFailure = 0;

    /// <summary>Outcome: <see cref="Value"/> is an errno.</summary>
    internal const uint FailedWithErrno = 1;

    /// <summary>Outcome: <see cref="Value"/> is a result that is not the required one.</summary>
    internal const uint FailedWithResult = 2;

    /// <summary>A futex: the caller waits here for <see cref="Running"/> and <see cref="Done"/>.</summary>
    internal uint Phase;
    internal uint Outcome;

    /// <summary>The record that the child is at.</summary>
    internal long Index;
    internal long Value;

    /// <summary>The child of a nested clone; zero when there was none.</summary>
    internal long NestedPid;

    /// <summary>A futex of the parent alone: the launcher thread waits here for work.</summary>
    internal uint Work;
}
