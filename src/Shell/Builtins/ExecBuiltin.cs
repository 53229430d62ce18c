using Helios.Linux;

namespace Helios.Shell;

/// <summary><c>exec</c></summary>
internal static class ExecBuiltin
{
    private const int NotFound = 127;
    private const int NotExecutable = 126;

    internal static int Run(BuiltinCall call)
    {
        if (call.Count == 0)
        {
            return 0;
        }

        ShellState state = call.State;
        if (!call.Executor.IsMain || state.IsSubshell)
        {
            // The subshell is no process that could become another program; it ends with the program instead.
            throw new ShellExitException(call.Executor.RunProgramOnly([.. call.Arguments]));
        }

        int status = Replace(call.Executor, "exec: ", state.Lookup.Find(state, call[0]), [.. call.Arguments], state.Variables.Environment);
        return call.Executor.Process.IsInteractive ? status : throw new ShellExitException(status);
    }

    /// <summary>Makes this process another program.</summary>
    /// <param name="executor">In whose environment.</param>
    /// <param name="complainant">What stands in front of complaints.</param>
    /// <param name="path">Its file; null when there is none.</param>
    /// <param name="fields">Its name and arguments.</param>
    /// <param name="environment">As execve takes it.</param>
    /// <returns>The status when it could not, which has been said.</returns>
    internal static int Replace(Executor executor, string complainant, string? path, IReadOnlyList<string> fields, byte[][] environment)
    {
        if (path is null)
        {
            executor.Complain($"{complainant}{fields[0]}: command not found");
            return NotFound;
        }

        // From here on the interrupt key ends this process at once: one that was only noted would be forgotten with it.
        executor.Process.SetInterruptEnds(true);
        executor.Breathe();
        Errno errno = Become(executor, path, fields, environment);
        executor.Process.SetInterruptEnds(false);
        executor.Complain($"{complainant}{fields[0]}: {errno.Text()}");
        return errno == Errno.ENOENT ? NotFound : NotExecutable;
    }

    private static Errno Become(Executor executor, string path, IReadOnlyList<string> fields, byte[][] environment)
    {
        ShellState state = executor.State;
        if (state.Directory.Descriptor is { } directory)
        {
            CurrentProcess.ChangeDirectory(directory);
        }

        InstallDescriptors(state.Files);
        CurrentProcess.SetCreationMask(state.CreationMask);
        foreach ((long resource, ResourceLimit limit) in state.Limits)
        {
            CurrentProcess.TrySetLimit(resource, limit, out _);
        }

        executor.Process.SetBackIgnored(isBack: true);
        Errno errno = CurrentProcess.Execute(ByteText.EncodeWithNul(path), Encode(fields), environment);
        if (errno == Errno.ENOEXEC)
        {
            errno = CurrentProcess.Execute("/bin/sh\0"u8.ToArray(), Encode(["sh", path, .. fields.Skip(1)]), environment);
        }

        executor.Process.SetBackIgnored(isBack: false);
        CurrentProcess.SetCreationMask(0);
        return errno;
    }

    private static byte[][] Encode(IEnumerable<string> fields) => [.. fields.Select(static field => ByteText.EncodeWithNul(field))];

    // Out of the way first: a number may be another's source.
    private static void InstallDescriptors(FileTable files)
    {
        const int AboveUsers = 200;
        List<(FileFd Source, int Target)> moved = [];
        List<int> closed = [];
        foreach ((int target, OpenFile? file) in files.Entries)
        {
            if (file is null)
            {
                closed.Add(target);
            }
            else if (file.Number != target)
            {
                moved.Add((FileFd.TryDuplicate(file.Number, AboveUsers, out Errno errno) ?? throw new SyscallException("fcntl F_DUPFD_CLOEXEC", errno), target));
            }
        }

        closed.ForEach(static target => FileFd.Own(target).Dispose());
        moved.ForEach(static pair => CurrentProcess.InstallDescriptor(pair.Source.Number, pair.Target));
    }
}
