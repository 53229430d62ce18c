namespace Helios.Linux;

/// <summary>A script in a memory file, for a process that somebody else has started: it maps the file at <see cref="Address"/>, and it or a child of its own walks the records.</summary>
/// <remarks>
/// That process is not our child, so nobody waits for its exec here; it has to tell by other means that the walk is over. How far it came lies in the
/// same memory. The numbers of descriptors in such a script are that process's.
/// </remarks>
public sealed unsafe class SharedScript : IDisposable
{
    /// <summary>Where the file has to be mapped, shared, readable and writable; addresses in the script hold only there. A static program has nothing at it.</summary>
    public const long Address = 1L << 32;

    private readonly SpawnScript _script;
    private readonly Mapping _memory;

    /// <param name="script">The caller holds its <see cref="SpawnScript.LaunchGate"/>, or nobody else launches it.</param>
    /// <param name="pipe">What its holds wait at, where the walking process has this process's descriptors; null when they shall not.</param>
    internal SharedScript(SpawnScript script, SynchronizationPipe? pipe = null)
    {
        _script = script;
        lock (script.LaunchGate)
        {
            int before = sizeof(SpawnCall) + sizeof(SpawnPage);
            Length = before + script.SealedBytes;
            File = MemoryFile.Create("helios-script", Length);
            try
            {
                _memory = Mapping.Of(File, 0, (nint)Length, MappingAccess.ReadWrite);
            }
            catch
            {
                File.Dispose();
                throw;
            }

            // Sound because both parts begin at multiples of eight inside the mapping, which is as long as they are together.
            script.Write((SpawnRecord*)(_memory.Address + before), Address + before, pipe, inherited: true);
            *(SpawnCall*)_memory.Address = new SpawnCall
            {
                First = (SpawnRecord*)(Address + before),
                End = (SpawnRecord*)(Address + before) + script.Count,
                Page = (SpawnPage*)(Address + sizeof(SpawnCall)),
            };
        }
    }

    /// <summary>The machine code that walks it, position independent; entered at its first byte with <see cref="Address"/> in rbx. It needs no stack and never returns.</summary>
    public static ReadOnlySpan<byte> Walker => SpawnStubX64.Code[SpawnStubX64.Walk..];

    /// <summary>The file.</summary>
    public MemoryFile File { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; }

    /// <summary>The number of the process that walks, where a child does and its parent has let the kernel note it down (CLONE_PARENT_SETTID); 0 otherwise.</summary>
    public int ChildId => (int)Page.NestedPid;

    private ref readonly SpawnPage Page => ref *(SpawnPage*)(_memory.Address + sizeof(SpawnCall));

    /// <summary>How far the walk has come.</summary>
    internal ref readonly SpawnPage Walked => ref Page;

    /// <summary>Asked once the walk is over: throws unless it got to its payload.</summary>
    /// <exception cref="SpawnException">A step failed, no child could be made, or the process ended before it had done all.</exception>
    public void ThrowIfFailed()
    {
        ref readonly SpawnPage page = ref Page;
        if (page.Index == SpawnException.CloneIndex)
        {
            throw new SpawnException(SpawnFailure.Errno, "clone", SpawnException.CloneIndex, Sys.clone, page.Value, end: null, inner: null);
        }

        if (_script.FailureOf(page) is { } failure)
        {
            throw _script.ExceptionOf(failure, page, end: null, inner: null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        File.Dispose();
    }
}
