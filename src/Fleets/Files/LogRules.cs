namespace Helios.Fleets;

/// <summary>What log files may not be, as far as their names tell; what the names lead to is looked at when the files are opened.</summary>
internal static class LogRules
{
    /// <summary>What of its container's a log directory lies in, so that the container could change what it has said; null when in nothing.</summary>
    internal static string? OwnVolume(MemberSpec member)
        => member.Logs.File is { } file && Path.IsPathFullyQualified(file.Directory)
            ? member.Container.WritablePaths().FirstOrDefault(place => Path.IsPathFullyQualified(place) && IsBelow(Path.GetFullPath(file.Directory), Path.GetFullPath(place).TrimEnd('/')))
            : null;

    private static bool IsBelow(string path, string place) => path == place || path.StartsWith(place + "/", StringComparison.Ordinal);
}
