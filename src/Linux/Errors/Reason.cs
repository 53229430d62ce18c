using System.Net.Sockets;

namespace Helios.Linux;

/// <summary>The one place where a failure becomes words for a reader: those of its errno, or those that Helios wrote itself.</summary>
/// <remarks>
/// The framework's own messages are not shipped: programs of Helios carry only the names of them, such as <c>IO_FileNotFound_FileName</c>. So whoever
/// catches what the framework may throw asks here and never says <see cref="Exception.Message"/>; a test of the sources looks for those who do.
/// </remarks>
public static class Reason
{
    private const int LastErrno = 4095;
    private const string Unforeseen = "an unforeseen error inside Helios";
    private const string OwnNamespace = "Helios";

    /// <summary>Why something failed, in lower case and without a full stop; a framework's failure never with its path, which the caller knows better.</summary>
    /// <param name="failure">What was caught.</param>
    /// <param name="path">The path it was about, when there is one: the framework calls a directory in a file's place a missing permission.</param>
    public static string Of(Exception failure, string? path = null) => failure switch
    {
        AggregateException { InnerExceptions: [Exception only] } => Of(only, path),
        UnauthorizedAccessException when path is not null && Directory.Exists(path) => Errno.EISDIR.Text(),
        _ when IsOwn(failure) => failure.Message,
        _ when ErrnoOf(failure) is { } errno => errno.Text(),
        EndOfStreamException => "it ends too early",
        TimeoutException => "it took too long",
        OperationCanceledException => "it was cancelled",
        _ => Unforeseen,
    };

    /// <summary>The same with the path before it, unless the failure was worded by Helios, which has named what it is about.</summary>
    public static string At(string path, Exception failure) => IsOwn(failure) ? failure.Message : $"{path}: {Of(failure, path)}";

    /// <summary>The kernel's number behind a failure; null when there is none.</summary>
    public static Errno? ErrnoOf(Exception failure) => failure switch
    {
        SyscallException call => call.Errno,
        SocketException socket => (Errno)socket.NativeErrorCode,
        FileNotFoundException or DirectoryNotFoundException => Errno.ENOENT,
        PathTooLongException => Errno.ENAMETOOLONG,
        UnauthorizedAccessException => failure.InnerException is { HResult: > 0 and <= LastErrno } inner ? (Errno)inner.HResult : Errno.EACCES,
        OutOfMemoryException => Errno.ENOMEM,
        IOException { InnerException: SocketException inner } => (Errno)inner.NativeErrorCode,
        IOException { HResult: > 0 and <= LastErrno } => (Errno)failure.HResult,
        _ => null,
    };

    private static bool IsOwn(Exception failure)
        => failure.GetType().Namespace is { } home && (home == OwnNamespace || home.StartsWith(OwnNamespace + ".", StringComparison.Ordinal));
}
