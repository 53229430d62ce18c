namespace Helios.Isolation.Sources;

/// <summary>Which device nodes of a source work in the container.</summary>
internal enum SourceDevices
{
    /// <summary>None.</summary>
    None,

    /// <summary>The source itself, when it is one.</summary>
    Itself,

    /// <summary>Each: a launch that a test has weakened.</summary>
    All,
}
