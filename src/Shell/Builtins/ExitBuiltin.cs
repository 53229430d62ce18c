namespace Helios.Shell;

/// <summary><c>exit</c></summary>
internal static class ExitBuiltin
{
    internal static int Run(BuiltinCall call)
    {
        if (call.Count == 0)
        {
            throw new ShellExitException(call.State.LastStatus);
        }

        if (!BuiltinCall.TryNumber(call[0], out long status))
        {
            call.Fail($"{call[0]}: not a number", 2);
            throw new ShellExitException(2);
        }

        throw new ShellExitException((int)(status & 0xff));
    }
}
