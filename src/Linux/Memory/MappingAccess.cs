namespace Helios.Linux;

/// <summary>What a mapping may be used for. See mmap(2).</summary>
public enum MappingAccess
{
    /// <summary>Address space only: any access is SIGSEGV.</summary>
    None,

    /// <summary>Reading only.</summary>
    Read,

    /// <summary>Reading and writing.</summary>
    ReadWrite,
}
