namespace Helios.Hocon;

/// <summary>A substitution, <c>${path}</c> or <c>${?path}</c>.</summary>
internal sealed class ReferenceNode(string[] path, bool isOptional, bool isEnvironmentList, string[][] relativePaths, HoconOrigin origin)
    : UnresolvedValue(origin)
{
    /// <summary>The path as it was written.</summary>
    internal string[] Path { get; } = path;

    internal bool IsOptional { get; } = isOptional;

    /// <summary><c>${NAME[]}</c>: the environment variables NAME_0, NAME_1 and so on as a list.</summary>
    internal bool IsEnvironmentList { get; } = isEnvironmentList;

    /// <summary>
    /// Absolute paths to try before the written one, in this order. In an included file the path is first meant from the place of the
    /// include, then from the root of each including file.
    /// </summary>
    internal string[][] RelativePaths { get; } = relativePaths;

    public override string ToString() => $"${{{(IsOptional ? "?" : "")}{HoconPath.Render(Path)}{(IsEnvironmentList ? "[]" : "")}}}";
}
