namespace Helios.Shell;

/// <summary>Ends the shell, or the subshell, from wherever it is.</summary>
internal sealed class ShellExitException(int status) : Exception
{
    internal int Status => status;
}

/// <summary>The interrupt key: what was typed is given up, and the prompt comes back.</summary>
internal sealed class InterruptedException : Exception;

/// <summary>Nobody reads what a builtin writes: it ends as SIGPIPE would end a program.</summary>
internal sealed class BrokenPipeException : Exception;

/// <summary>A redirection, or a builtin, that cannot be done: <c>/nowhere/x: no such file or directory</c>.</summary>
internal sealed class CommandException(string message, int status = 1) : Exception(message)
{
    internal int Status => status;
}
