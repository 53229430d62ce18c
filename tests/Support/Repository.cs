namespace Helios.Support;

/// <summary>Where the sources are, for tests that compare with files of the tree.</summary>
public static class Repository
{
    /// <summary>The top folder.</summary>
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Directory.Build.props")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no Directory.Build.props above {AppContext.BaseDirectory}");
    }
}
