using System.Globalization;
using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>The gate: the program that a launch executes before anything of the container's, in a memory file that nobody can write.</summary>
/// <remarks>
/// While the kernel resolves a program, its <c>#!</c> line and its interpreter, <c>/proc/self/exe</c> is whatever the process was before. A child that walks
/// its script in the launcher's own image therefore offers the launcher's file to the container (runc CVE-2019-5736); behind the gate there is none to offer.
/// It also leaves the launcher's memory and command line before it enters any namespace of others.
/// </remarks>
internal static class SpawnGate
{
    // A daemon that answers a group has its socket in the directory too.
    private const int PassableByOthers = Permissions.Octal0711;
    private const int Attempts = 10;

    private static readonly Lazy<byte[]> s_program = new(static () => StaticProgram.Of(SpawnGateX64.Code, SharedScript.Walker));
    private static readonly Lazy<MemoryFile?> s_file = new(static () => MemoryFile.TryCreateProgram("helios-gate", s_program.Value));
    private static readonly Lazy<int> s_lastCapability = new(static () => int.Parse(KernelFile.Read("/proc/sys/kernel/cap_last_cap").AsSpan().Trim(), CultureInfo.InvariantCulture));

    /// <summary>The program, sealed; null where sysctl vm.memfd_noexec is 2, so that no memory file may be executed.</summary>
    internal static MemoryFile? File => s_file.Value;

    /// <summary>The program for one launch, where there is none for all.</summary>
    /// <remarks>
    /// A file without a name in a directory of this user's own. Nothing seals it, so that a container which has been the gate could write to it: each launch has
    /// another one, which nobody executes again.
    /// </remarks>
    /// <exception cref="IOException">There is no such directory, or its file system has no files without names.</exception>
    internal static FileFd MakeFile()
    {
        string directory = OwnDirectory.ForRunTime("helios");

        // Whoever removes his last container removes the directory too.
        for (int attempt = 1; ; attempt++)
        {
            OwnDirectory.Make(directory, PassableByOthers);
            try
            {
                using FileFd written = FileFd.Open(directory, OpenFlags.O_TMPFILE | OpenFlags.O_RDWR, Permissions.Octal0555);
                DescriptorIo.WriteAll(written, s_program.Value);

                // What is open for writing is not executed.
                return FileFd.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{written.Number}"), OpenFlags.O_RDONLY);
            }
            catch (SyscallException gone) when (gone.Errno == Errno.ENOENT && attempt < Attempts)
            {
            }
            finally
            {
                KernelFile.TryRemoveDirectory(directory);
            }
        }
    }

    /// <summary>What the child does in the launcher's image: it keeps the descriptors that the script names, and becomes the gate.</summary>
    /// <param name="script">The script in memory.</param>
    /// <param name="gate">The program.</param>
    /// <param name="inherited">The numbers of the descriptors that it names.</param>
    /// <param name="ownUsers">Whether the child has a new user namespace. Its ids may not be mapped yet, and exec would then take the capabilities in it away.</param>
    internal static SpawnScript Approach(SharedScript script, SafeFd gate, IEnumerable<int> inherited, bool ownUsers)
    {
        SpawnScript approach = new();
        if (ownUsers)
        {
            KeepCapabilities(approach);
        }

        foreach (int number in inherited.Append(script.File.Number).Distinct())
        {
            approach.Call($"keep descriptor {number} for the gate", Sys.fcntl, number, FcntlCommands.F_SETFD, 0);
        }

        string number10 = script.File.Number.ToString(CultureInfo.InvariantCulture);
        approach.Call(
            "execute the gate", Sys.execveat, gate, approach.Text(""), approach.TextArray(["helios-gate", number10]), approach.TextArray([]), OpenFlags.AT_EMPTY_PATH);
        return approach;
    }

    // Ambient capabilities outlive an exec whoever the process is; see capabilities(7). The script empties both sets before the payload.
    private static void KeepCapabilities(SpawnScript approach)
    {
        const uint version = 0x20080522;
        ulong all = (1UL << (s_lastCapability.Value + 1)) - 1;
        (uint low, uint high) = ((uint)all, (uint)(all >> 32));
        approach.Call(
            "make the capabilities inheritable", Sys.capset, approach.Struct(new CapabilityHeader { Version = version }),
            approach.Struct(new CapabilitySets
            {
                EffectiveLow = low, PermittedLow = low, InheritableLow = low, EffectiveHigh = high, PermittedHigh = high, InheritableHigh = high,
            }));
        for (int capability = 0; capability <= s_lastCapability.Value; capability++)
        {
            approach.Call($"keep capability {capability}", Sys.prctl, PrctlOptions.PR_CAP_AMBIENT, PrctlOptions.PR_CAP_AMBIENT_RAISE, capability, 0, 0);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct CapabilityHeader
    {
        internal uint Version;
        internal int ProcessId;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct CapabilitySets
    {
        internal uint EffectiveLow;
        internal uint PermittedLow;
        internal uint InheritableLow;
        internal uint EffectiveHigh;
        internal uint PermittedHigh;
        internal uint InheritableHigh;
    }
}
