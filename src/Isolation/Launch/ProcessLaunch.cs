using System.Globalization;
using Helios.Contracts;
using Helios.Isolation.Plans;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Isolation.Launch;

/// <summary>Carries out a compiled plan: writes the script, launches it, does the supervisor's part while the child is held.</summary>
public static class ProcessLaunch
{
    /// <summary>Returns when the payload's exec has succeeded.</summary>
    /// <exception cref="BackendException">A step failed; the child is dead and reaped.</exception>
    public static LaunchedProcess Run(
        Launcher launcher, EventLoop events, CompiledPlan plan, ContainerIo io, bool terminal, CgroupDirectory? birthplace)
    {
        (UnixSocket First, UnixSocket Second)? handOver = terminal ? UnixSocket.CreatePair() : null;
        SafeFileHandle? master = null;
        try
        {
            using HeldStreams streams = new(io, handOver?.Second, plan: plan);
            Give(plan, streams);
            using SpawnScript script = plan.Write(streams.Descriptors);
            SpawnRequest request = Request(plan, birthplace);
            SpawnedProcess process = launcher.Launch(script, request, plan.IdMapsHold is not null ? child => WriteIdMaps(plan, child.Pid) : null);

            // The child has called exec, so its message has been waiting in the socket since long before.
            master = handOver is { } sockets ? TakeOver(ReceiveMaster(sockets.First)) : null;
            return new LaunchedProcess(process, master, events);
        }
        catch (SpawnException failure)
        {
            master?.Dispose();
            throw new BackendException(Explain(failure), failure);
        }
        catch (SyscallException failure)
        {
            master?.Dispose();
            throw new BackendException(new ExitCause.LaunchFailed("prepare the launch", failure.Message), failure);
        }
        finally
        {
            handOver?.First.Dispose();
            handOver?.Second.Dispose();
        }
    }

    /// <summary>Gives the payload's pipes to its user, where the plan says so.</summary>
    public static void Give(CompiledPlan plan, HeldStreams streams)
    {
        if (plan.StreamOwner is { } owner)
        {
            streams.GiveTo(owner.UserId, owner.GroupId);
        }
    }

    // Up to the gate the child may borrow our memory, except where it starts in a time namespace, which the kernel refuses to who shares it.
    private static SpawnRequest Request(CompiledPlan plan, CgroupDirectory? birthplace)
    {
        bool gate = !plan.LeftOut.HasFlag(Fence.Gate);
        return new() { Flags = plan.CloneFlags, ThroughGate = gate, ShareMemory = gate && !plan.CloneFlags.HasFlag(CloneFlags.NewTime), IntoCgroup = birthplace };
    }

    /// <summary>Gives a waiting process the ids of its new user namespace, where the plan has one.</summary>
    public static void WriteIdMaps(CompiledPlan plan, int processId)
    {
        if (plan.IdMaps is not { } maps)
        {
            return;
        }

        string process = "/proc/" + processId.ToString(CultureInfo.InvariantCulture);
        if (maps.DenySetGroups)
        {
            KernelFile.Write(process + "/setgroups", "deny");
        }

        KernelFile.Write(process + "/uid_map", maps.User.ToString());
        KernelFile.Write(process + "/gid_map", maps.Group.ToString());
    }

    /// <summary>Receives the descriptor that a child handed over before it went on.</summary>
    public static FileFd ReceiveMaster(UnixSocket socket)
    {
        Span<byte> text = stackalloc byte[1];
        List<FileFd> received = new(1);
        socket.Receive(text, received);
        return received.Single();
    }

    /// <summary>The same descriptor as the runtime's own type; the given one owns it no longer.</summary>
    public static SafeFileHandle TakeOver(SafeFd descriptor)
    {
        SafeFileHandle handle = new(descriptor.Number, ownsHandle: true);
        descriptor.SetHandleAsInvalid();
        return handle;
    }

    /// <summary>What a failed step means, in the product's words.</summary>
    public static ExitCause.LaunchFailed Explain(SpawnException failure)
    {
        if (failure.Call != Sys.execve)
        {
            return new ExitCause.LaunchFailed(failure.Step, failure.Reason + LaunchHints.For(failure));
        }

        return failure.Errno is Errno.ENOENT or Errno.ENOTDIR
            ? new ExitCause.LaunchFailed(failure.Step, "no such program in the container, or its interpreter is missing there (ENOENT)", LaunchFailure.NotFound)
            : new ExitCause.LaunchFailed(failure.Step, failure.Reason, LaunchFailure.NotExecutable);
    }
}
