using Helios.Linux;

namespace Helios.Shell;

/// <summary><c>exec</c></summary>
internal static class ExecBuiltin
{
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

        string? path = state.Lookup.Find(state, call[0]);
        if (path is null)
        {
            call.Fail($"{call[0]}: command not found");
            return Leave(call, 127);
        }

        Errno errno = Become(call, path);
        call.Fail($"{call[0]}: {errno.Text()}");
        return Leave(call, errno == Errno.ENOENT ? 127 : 126);
    }

    private static Errno Become(BuiltinCall call, string path)
    {
        ShellState state = call.State;
        InstallDescriptors(state.Files);
        CurrentProcess.SetCreationMask(state.CreationMask);
        foreach ((long resource, ResourceLimit limit) in state.Limits)
        {
            CurrentProcess.TrySetLimit(resource, limit, out _);
        }

        call.Executor.Process.SetBackIgnored(isBack: true);
        byte[][] arguments = [.. call.Arguments.Select(static argument => ByteText.EncodeWithNul(argument))];
        Errno errno = CurrentProcess.Execute(ByteText.EncodeWithNul(path), arguments, state.Variables.Environment);
        if (errno == Errno.ENOEXEC)
        {
            errno = CurrentProcess.Execute("/bin/sh\0"u8.ToArray(), [.. new[] { "sh", path }.Concat(call.Arguments.Skip(1)).Select(static argument => ByteText.EncodeWithNul(argument))], state.Variables.Environment);
        }

        call.Executor.Process.SetBackIgnored(isBack: false);
        CurrentProcess.SetCreationMask(0);
        return errno;
    }

    // Out of the way first: a number may be another's source.
    private static void InstallDescriptors(FileTable files)
    {
        const int AboveUsers = 200;
        List<(FileFd Source, int Target)> moved = [];
        foreach ((int target, OpenFile? file) in files.Entries)
        {
            if (file is null)
            {
                using FileFd closed = FileFd.Own(target);
            }
            else if (file.Number != target)
            {
                moved.Add((FileFd.TryDuplicate(file.Number, AboveUsers, out Errno errno) ?? throw new SyscallException("fcntl F_DUPFD_CLOEXEC", errno), target));
            }
        }

        moved.ForEach(static pair => CurrentProcess.InstallDescriptor(pair.Source.Number, pair.Target));
    }

    private static int Leave(BuiltinCall call, int status) => call.Executor.Process.IsInteractive ? status : throw new ShellExitException(status);
}
