# The rows of docs/performance.md. A row has either two sides or the module alone. {server} is the address of the server and
# {embeddings} that for embeddings, {module} the manifest, {bare} the assembly of the bare cmdlet, {jobs:N} a file of N jobs,
# and {out} a file for answers.
@{
    Rows = @(
        @{
            Name    = 'import'
            What    = 'Import-Module in a new process, beside the same process without it'
            Process = @{ Peer = 'pwsh', '1'; Module = 'pwsh', 'Import-Module "{module}"' }
            Reach   = 1.25
        }
        @{
            Name    = 'list-20'
            What    = 'a new process that imports and lists 20 endpoints, beside the same by huggingface_hub'
            Process = @{
                Peer   = 'python', 'list-20'
                Bare   = 'pwsh', 'Import-Module "{bare}"; (Invoke-Bare list all-20 -Server "{server}").Count'
                Module = 'pwsh', 'Import-Module "{module}"; (Get-HfInferenceEndpoint -Namespace all-20).Count'
            }
            Reach   = 0.65
        }
        @{
            Name   = 'list'
            What   = 'list 10,000 endpoints, 100 a page, piped to Measure-Object'
            Floor  = 'list all-10000'
            Module = 'list all-10000'
            Reach  = 1.5
        }
        @{
            Name   = 'array'
            What   = 'the same, collected in an array'
            Floor  = 'list all-10000'
            Module = 'array all-10000'
            Reach  = 1.4
        }
        @{
            Name   = 'prompts-late'
            What   = '5,000 prompts, 64 at once, answers after 20 ms'
            Floor  = 'prompts late 5000 64'
            Module = 'prompts late 5000 64'
            Reach  = 1.05
        }
        @{
            Name   = 'prompts'
            What   = 'the same, answers at once'
            Floor  = 'prompts now 5000 64'
            Module = 'prompts now 5000 64'
            Reach  = 1.3
        }
        @{
            Name   = 'prompts-512'
            What   = '20,000 prompts, 512 at once, answers after 20 ms'
            Floor  = 'prompts late 20000 512'
            Module = 'prompts late 20000 512'
            Reach  = 1.3
        }
        @{
            Name   = 'prompts-python'
            What   = '2,000 prompts, 64 at once, answers after 20 ms, beside AsyncInferenceClient with 64 tasks'
            Python = 'prompts late 2000 64'
            Module = 'prompts late 2000 64'
            Reach  = 0.2
        }
        @{
            Name   = 'stream'
            What   = 'a stream of 20,000 tokens, piped to Measure-Object'
            Floor  = 'stream 20000'
            Module = 'stream 20000'
            Reach  = 1.7
        }
        @{
            Name   = 'stream-python'
            What   = 'the same, beside InferenceClient'
            Python = 'stream 20000'
            Module = 'stream 20000'
            Reach  = 0.15
        }
        @{
            Name   = 'embed'
            What   = 'embeddings of 10,000 texts, 32 a request, 8 at once'
            Floor  = 'embed {embeddings} 10000 32 8'
            Module = 'embed {embeddings} 10000 32 8'
            Reach  = 1.15
        }
        @{
            Name   = 'batch'
            What   = 'Invoke-HfBatch of 30,000 jobs, 64 at once, answers at once'
            Floor  = 'batch now 64 {jobs:30000} {out}'
            Module = 'batch now 64 {jobs:30000} {out}'
            Reach  = 1.15
        }
        @{
            Name   = 'batch-cpu'
            What   = 'the same with 100,000 jobs: time of the processor'
            Floor  = 'batch now 64 {jobs:100000} {out}'
            Module = 'batch now 64 {jobs:100000} {out}'
            Figure = 'Cpu'
            Rounds = 3
            Reach  = 1.4
        }
        @{
            Name  = 'growth'
            What  = 'batches of 1,000, 10,000, 100,000 and 1,000,000 jobs: working set at the end, time of a job'
            Warm  = 'batch now 64 {jobs:1000} {out}'
            Alone = @(
                'batch now 64 {jobs:1000} {out}', 'batch now 64 {jobs:10000} {out}', 'batch now 64 {jobs:100000} {out}'
                'batch now 64 {jobs:1000000} {out}'
            )
            Unit  = 'MB'
            Reach = 120
        }
        @{
            Name  = 'wait'
            What  = 'Wait-HfInferenceEndpoint on 200 endpoints for a minute: share of a core'
            Warm  = 'wait 200 5'
            Alone = @('wait 200 60')
            Unit  = '%'
            Reach = 1
        }
        @{
            Name   = 'first-chunk'
            What   = 'from the server that sends the first token to the pipeline that has it: median and worst of 50'
            Warm   = 'firstchunk 20'
            Alone  = @('firstchunk 50')
            Figure = 'Median'
            Unit   = 'ms'
            Reach  = 5
        }
        @{
            Name   = 'stop'
            What   = 'Ctrl+C until the prompt is back and all connections are closed: 64 prompts, a stream, a wait; worst of 10'
            Warm   = 'stop prompts 1'
            Alone  = @('stop prompts 10', 'stop stream 10', 'stop wait 10')
            Figure = 'Worst'
            Unit   = 'ms'
            Reach  = 100
        }
    )
}
